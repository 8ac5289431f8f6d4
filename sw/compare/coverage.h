// SPDX-License-Identifier: Apache-2.0
//
// The coverage table: how often each required cell and each shape was met.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sw/compare/cells.h"
#include "sw/compare/features.h"
#include "sw/compare/geometry.h"
#include "sw/compare/observe.h"

namespace itg {

class Coverage {
 public:
  explicit Coverage(const HwConfig& hw);

  // Counts one executed command.
  void Add(const Program& program, const Command& command, const std::vector<Edge>& edges);

  void Add(const Command& command, const std::vector<Feature>& features);
  const HwConfig& hw() const { return hw_; }

  // Names of the required cells that were never met: "forward+requantise nearest, many: tie".
  std::vector<std::string> Missing() const;
  // Four tables as text with a line for each command, post-operation and rounding mode: how often
  // every edge was met in each extent ("12/3/4": one, many, long), every size in each dimension,
  // every geometry of a product, and every feature of a command of the second pass.
  // "." is not asked for, "0!" is missing. Ends with a newline.
  std::string Table() const;

 private:
  // Dimensions of the shape table: M, N, K of a product; the elements of any other command.
  static constexpr int kDimensions = 3;
  struct Row {
    Variant variant;
    Rounding rounding;
    uint64_t commands = 0;
    std::array<std::array<uint64_t, kEdgeCount>, kExtentCount> met = {};
    std::array<std::array<bool, kEdgeCount>, kExtentCount> required = {};
  };
  struct ShapeRow {
    Variant variant;
    std::array<std::array<uint64_t, kFitCount>, kDimensions> met = {};
    std::array<std::array<bool, kFitCount>, kDimensions> required = {};
  };

  struct GeometryRow {
    Variant variant;
    std::array<uint64_t, kGeometryCount> met = {};
    std::array<bool, kGeometryCount> required = {};
  };

  struct FeatureRow {
    FeatureCell cell;
    uint64_t met = 0;
  };

  Row* Find(const Variant& variant, Rounding rounding);
  std::string EdgeTable() const;
  std::string ShapeTable() const;
  std::string GeometryTable() const;
  std::string FeatureTable() const;

  HwConfig hw_;
  std::vector<Row> rows_;
  std::vector<ShapeRow> shapes_;
  std::vector<GeometryRow> geometries_;
  std::vector<FeatureRow> features_;
};

}  // namespace itg
