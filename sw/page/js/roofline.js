// SPDX-License-Identifier: Apache-2.0
//
// What bounds each command that multiplies: the array, or the port to memory. No command can be
// above the roof. The port moves `bus_bytes` each way per cycle, unless the memory moves fewer.

function roofOf(hardware) {
  if (!hardware || !hardware.rows || !hardware.cols || !hardware.bus_bytes) return null;
  const port = 2 * hardware.bus_bytes;
  const memory = hardware.memory_bytes_per_cycle || 0;
  return {peak: hardware.rows * hardware.cols, bytes: memory > 0 ? Math.min(memory, port) : port};
}

function rooflineRows(detail) {
  return rowsOf(detail.layers)
      .filter((row) => row.macs > 0 && row.bytes > 0 && row.cycles > 0)
      .map((row) => ({
             layer: row.layer,
             command: row.command,
             phase: row.phase,
             macs_per_byte: row.macs / row.bytes,
             macs_per_cycle: row.macs / row.cycles
           }));
}

function rooflineFigures(detail) {
  const roof = roofOf(detail.hardware);
  const rows = rooflineRows(detail);
  if (!roof || !rows.length) return [];
  const knee = roof.peak / roof.bytes;
  const across = rows.map((row) => row.macs_per_byte);
  const low = Math.min(...across, knee) / 2;
  const high = Math.max(...across, knee) * 2;
  const bottom = Math.min(low * roof.bytes, ...rows.map((row) => row.macs_per_cycle)) / 1.5;
  const line = [low, knee, high].map((x) => ({x, y: Math.min(x * roof.bytes, roof.peak)}));
  const phases = kPhases.filter((phase) => rows.some((row) => row.phase === phase));
  const x = {
    field: "macs_per_byte",
    type: "quantitative",
    title: "useful MACs a byte moved",
    scale: {type: "log", nice: false, domain: [low, high]},
    axis: {format: "~g"}
  };
  const y = {
    field: "macs_per_cycle",
    type: "quantitative",
    title: "useful MACs a cycle",
    scale: {type: "log", nice: false, domain: [bottom, 1.6 * roof.peak]},
    axis: {format: "~g"}
  };
  return [{
    id: "roofline",
    title: "Roofline",
    rows,
    about:
        `The roof: ${count(roof.peak)} MACs a cycle of the array; ${roof.bytes} bytes a cycle of ` +
        "the memory port, both ways together. The nearer to it, the better the command uses what " +
        "bounds it.",
    spec: {
      height: 300,
      layer: [
        {
          data: {values: line},
          mark: {type: "line", color: ink().strong},
          encoding: {x: {...x, field: "x"}, y: {...y, field: "y"}}
        },
        {
          mark: {type: "point", filled: true, size: 110, opacity: 0.9},
          encoding: {
            x,
            y,
            color: {field: "phase", type: "nominal", title: null, scale: {domain: phases}},
            shape: {field: "phase", type: "nominal", title: null, scale: {domain: phases}},
            tooltip: [
              {field: "layer"}, {field: "command"}, {field: "macs_per_byte", format: ".3~f"},
              {field: "macs_per_cycle", format: ".4~f"}
            ],
          }
        },
        {
          mark: {type: "text", dy: -11, fontSize: 10, tooltip: null},
          encoding: {x, y, text: {field: "layer", type: "nominal"}}
        },
      ],
    },
  }];
}
