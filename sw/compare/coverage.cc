// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/coverage.h"

#include <algorithm>

namespace itg {
namespace {

constexpr const char* kDimensionNames[] = {"M", "N", "K"};

// Rows of cells as lines, every column as wide as its widest cell.
std::string Aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      text += row[i] + (last ? "\n" : std::string(widths[i] - row[i].size() + 1, ' '));
    }
  }
  return text;
}

std::string Count(uint64_t met, bool required) {
  if (!required) return ".";
  return met == 0 ? "0!" : std::to_string(met);
}

// The row of `variant`, or null.
template <typename Row>
Row* FindRow(const Variant& variant, std::vector<Row>* rows) {
  const auto found = std::find_if(rows->begin(), rows->end(),
                                  [&](const Row& row) { return row.variant == variant; });
  return found == rows->end() ? nullptr : &*found;
}

template <typename Row>
Row* FindOrAdd(const Variant& variant, std::vector<Row>* rows) {
  Row* row = FindRow(variant, rows);
  if (row != nullptr) return row;
  rows->push_back({variant});
  return &rows->back();
}

std::string RowName(const Variant& variant, Rounding rounding) {
  return UsesRounding(variant) ? Name(variant) + " " + Name(rounding) : Name(variant);
}

}  // namespace

Coverage::Coverage(const HwConfig& hw) : hw_(hw) {
  for (const Cell& cell : RequiredCells(hw)) {
    Row* row = Find(cell.variant, cell.rounding);
    if (row == nullptr) {
      rows_.push_back({cell.variant, cell.rounding});
      row = &rows_.back();
    }
    row->required[static_cast<size_t>(cell.extent)][static_cast<size_t>(cell.edge)] = true;
  }
  for (const ShapeCell& cell : RequiredShapes(hw)) {
    ShapeRow* row = FindOrAdd(cell.variant, &shapes_);
    row->required[static_cast<size_t>(cell.dimension)][static_cast<size_t>(cell.fit)] = true;
  }
  for (const GeometryCell& cell : RequiredGeometries(hw)) {
    FindOrAdd(cell.variant, &geometries_)->required[static_cast<size_t>(cell.geometry)] = true;
  }
  for (const FeatureCell& cell : RequiredFeatures(hw)) features_.push_back({cell});
}

Coverage::Row* Coverage::Find(const Variant& variant, Rounding rounding) {
  if (!UsesRounding(variant)) rounding = Rounding::kNearest;
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
    return row.variant == variant && row.rounding == rounding;
  });
  return found == rows_.end() ? nullptr : &*found;
}

void Coverage::Add(const Program& program, const Command& command, const std::vector<Edge>& edges) {
  const Variant variant = {command.opcode, command.post};
  const Loops loops = LoopsOf(program, command);
  Row* row = Find(variant, command.rounding);
  if (row != nullptr) {
    ++row->commands;
    const size_t extent = static_cast<size_t>(ExtentOf(hw_, command, loops));
    for (const Edge edge : edges) ++row->met[extent][static_cast<size_t>(edge)];
  }
  const bool product = IsProduct(command.opcode);
  GeometryRow* geometry = FindRow(variant, &geometries_);
  if (geometry != nullptr) {
    for (const Geometry met : GeometriesOf(hw_, program, command)) {
      ++geometry->met[static_cast<size_t>(met)];
    }
  }
  ShapeRow* shape = FindRow(variant, &shapes_);
  if (shape == nullptr) return;
  const int64_t sizes[] = {product ? loops.m : loops.m * loops.n, loops.n, loops.k};
  for (size_t d = 0; d < (product ? kDimensions : 1); ++d) {
    for (const Fit fit : FitsOf(sizes[d], UnitOf(hw_, variant, static_cast<int>(d)))) {
      ++shape->met[d][static_cast<size_t>(fit)];
    }
  }
}

void Coverage::Add(const Command& command, const std::vector<Feature>& features) {
  const Variant variant = {command.opcode, command.post};
  for (FeatureRow& row : features_) {
    if (!(row.cell.variant == variant)) continue;
    row.met += std::count(features.begin(), features.end(), row.cell.feature) != 0 ? 1 : 0;
  }
}

std::vector<std::string> Coverage::Missing() const {
  std::vector<std::string> missing;
  for (const Row& row : rows_) {
    for (size_t extent = 0; extent < kExtentCount; ++extent) {
      for (size_t edge = 0; edge < kEdgeCount; ++edge) {
        if (!row.required[extent][edge] || row.met[extent][edge] > 0) continue;
        missing.push_back(RowName(row.variant, row.rounding) + ", " +
                          Name(static_cast<Extent>(extent)) + ": " + Name(static_cast<Edge>(edge)));
      }
    }
  }
  for (const ShapeRow& row : shapes_) {
    for (size_t d = 0; d < kDimensions; ++d) {
      for (size_t fit = 0; fit < kFitCount; ++fit) {
        if (!row.required[d][fit] || row.met[d][fit] > 0) continue;
        const bool product = IsProduct(row.variant.opcode);
        missing.push_back(Name(row.variant) + ", size of " +
                          (product ? kDimensionNames[d] : "the tensor") + ": " +
                          Name(static_cast<Fit>(fit)));
      }
    }
  }
  for (const GeometryRow& row : geometries_) {
    for (size_t i = 0; i < kGeometryCount; ++i) {
      if (!row.required[i] || row.met[i] > 0) continue;
      missing.push_back(Name(row.variant) + ", geometry: " + Name(static_cast<Geometry>(i)));
    }
  }
  for (const FeatureRow& row : features_) {
    if (row.met == 0) missing.push_back(Name(row.cell.variant) + ": " + Name(row.cell.feature));
  }
  return missing;
}

std::string Coverage::EdgeTable() const {
  std::vector<std::vector<std::string>> lines = {{"command (one/many/long)", "runs"}};
  for (int edge = 0; edge < kEdgeCount; ++edge) {
    lines[0].emplace_back(Name(static_cast<Edge>(edge)));
  }
  for (const Row& row : rows_) {
    lines.push_back({RowName(row.variant, row.rounding), std::to_string(row.commands)});
    for (size_t edge = 0; edge < kEdgeCount; ++edge) {
      std::string cell;
      bool any = false;
      for (size_t extent = 0; extent < kExtentCount; ++extent) {
        any = any || row.required[extent][edge];
        cell += (extent == 0 ? "" : "/") + Count(row.met[extent][edge], row.required[extent][edge]);
      }
      lines.back().push_back(any ? cell : ".");
    }
  }
  return Aligned(lines);
}

std::string Coverage::ShapeTable() const {
  std::vector<std::vector<std::string>> lines = {{"size (one/less/exact/more)"}};
  for (const char* const dimension : kDimensionNames) lines[0].emplace_back(dimension);
  for (const ShapeRow& row : shapes_) {
    lines.push_back({Name(row.variant)});
    for (size_t d = 0; d < (IsProduct(row.variant.opcode) ? kDimensions : 1); ++d) {
      std::string cell;
      for (size_t fit = 0; fit < kFitCount; ++fit) {
        cell += (fit == 0 ? "" : "/") + Count(row.met[d][fit], row.required[d][fit]);
      }
      lines.back().push_back(cell);
    }
  }
  return Aligned(lines);
}

std::string Coverage::GeometryTable() const {
  std::vector<std::vector<std::string>> lines = {{"geometry"}};
  for (int i = 0; i < kGeometryCount; ++i) {
    lines[0].emplace_back(Name(static_cast<Geometry>(i)));
  }
  for (const GeometryRow& row : geometries_) {
    lines.push_back({Name(row.variant)});
    for (size_t i = 0; i < kGeometryCount; ++i) {
      lines.back().push_back(Count(row.met[i], row.required[i]));
    }
  }
  return Aligned(lines);
}

// A line a command, a column a feature.
std::string Coverage::FeatureTable() const {
  std::vector<std::vector<std::string>> lines = {{"feature"}};
  for (int feature = 0; feature < kFeatureCount; ++feature) {
    lines[0].emplace_back(Name(static_cast<Feature>(feature)));
  }
  for (const FeatureRow& row : features_) {
    const std::string name = Name(row.cell.variant);
    if (lines.back()[0] != name) {
      lines.emplace_back(kFeatureCount + 1, ".");
      lines.back()[0] = name;
    }
    lines.back()[static_cast<size_t>(row.cell.feature) + 1] = Count(row.met, true);
  }
  return Aligned(lines);
}

std::string Coverage::Table() const {
  return EdgeTable() + "\n" + ShapeTable() + "\n" + GeometryTable() + "\n" + FeatureTable();
}

}  // namespace itg
