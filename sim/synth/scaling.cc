// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/scaling.h"

#include <fmt/format.h>

#include "model/error.h"

namespace itg {
namespace {

// Polynomials of the supply voltage V: delay d3 V^3 + d2 V^2 + d1 V + d0, energy e2 V^2 + e1 V +
// e0; high-performance devices where the source tells two kinds apart.
struct Technology {
  int nm;
  double voltage;  // of the models that the polynomials were fitted to
  double area;     // relative to 180 nm
  double d3, d2, d1, d0;
  double e2, e1, e0;

  double Delay() const { return ((d3 * voltage + d2) * voltage + d1) * voltage + d0; }
  double Energy() const { return (e2 * voltage + e1) * voltage + e0; }
};

constexpr Technology kFrom = {180, 1.8, 1, 0, 97.09, -356.7, 406.5, 0, 24.64, -17.98};
constexpr Technology kTo[] = {
    {45, 1.0, 0.053, -501.6, 1567, -1619, 566.1, 1.018, -0.3107, 0.1539},
    {16, 0.85, 0.01, 0, 24.8, -47.52, 28.87, 0.2958, -0.1241, 0.03024},
    {7, 0.7, 0.0032, -28.58, 76.6, -70.26, 24.69, 0.1776, -0.09097, 0.02447},
};

}  // namespace

const char* Scaling::Source() {
  return "A. Stillmaker and B. Baas, Scaling equations for the accurate prediction of CMOS device "
         "performance from 180 nm to 7 nm, Integration 58 (2017)";
}

Scaling ScalingTo(int nm) {
  for (const Technology& to : kTo) {
    if (to.nm != nm) continue;
    return {nm, to.voltage, to.area, to.Delay() / kFrom.Delay(), to.Energy() / kFrom.Energy()};
  }
  throw Error(fmt::format("--scale-to {}: expected 45, 16 or 7 (nm)", nm));
}

Synthesis Scaled(const Synthesis& synthesis, const Scaling& scaling) {
  Synthesis scaled = synthesis;
  scaled.technology += fmt::format(", scaled to {} nm, {} V", scaling.nm, scaling.voltage);
  scaled.area_um2 *= scaling.area;
  for (BlockCost& block : scaled.blocks) block.area_um2 *= scaling.area;
  scaled.longest_path_ns *= scaling.delay;
  scaled.clock_mhz /= scaling.delay;
  return scaled;
}

}  // namespace itg
