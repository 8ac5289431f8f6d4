-- SPDX-License-Identifier: Apache-2.0
--
-- The database of an exploration. One process writes it; its content depends on the space and on
-- what its points computed, never on the order or the number of workers: no time, no duration.
-- Tables stand in the order of their keys. NULL: not known. Cycles and energy are those of all
-- training steps of one training; the evaluation, which only measures, is not counted.

CREATE TABLE space (      -- what was explored
  key TEXT PRIMARY KEY,   -- name, text, digest, search, objectives, axes, seeds, target_accuracy,
  value                   -- clock_mhz, energy_table, revision, schema
) WITHOUT ROWID;
CREATE TABLE points (
  id INTEGER PRIMARY KEY, -- from 1: grid order, order of drawing, or order of the search
  config TEXT NOT NULL,   -- training configuration, JSON
  hardware TEXT NOT NULL, -- hardware configuration, JSON
  status TEXT NOT NULL,   -- waiting, done or failed
  error TEXT,             -- of a failed one
  accuracy_mean REAL,     -- percent of the test set after the last epoch, mean over the seeds
  accuracy_spread REAL,   -- largest - smallest over the seeds
  cycles INTEGER,
  energy_pj REAL,
  area_um2 REAL,          -- of synthesis, where there is one
  clock_mhz REAL,         -- of synthesis, else the clock that the space states
  time_to_target_s REAL,  -- up to the first epoch whose mean test accuracy reaches the target
  energy_to_target_j REAL,
  array_use REAL,         -- useful multiplications / (cycles x rows x columns), 0..1
  digest TEXT NOT NULL UNIQUE  -- of everything that its results depend on
);
CREATE TABLE settings (   -- values of the axes
  point INTEGER NOT NULL REFERENCES points(id),
  key TEXT NOT NULL,      -- hw.rows, train.mu, ...
  value,                  -- a number or a text; of a list its JSON text
  PRIMARY KEY (point, key)
) WITHOUT ROWID;
CREATE TABLE runs (       -- a training each
  point INTEGER NOT NULL REFERENCES points(id),
  seed INTEGER NOT NULL,
  accuracy REAL NOT NULL, -- percent of the test set after the last epoch
  digest TEXT NOT NULL,   -- SHA-256 of the weights
  epochs INTEGER NOT NULL,
  PRIMARY KEY (point, seed)
) WITHOUT ROWID;
CREATE TABLE epochs (
  point INTEGER NOT NULL REFERENCES points(id),
  seed INTEGER NOT NULL,
  epoch INTEGER NOT NULL, -- from 1
  loss REAL NOT NULL,
  train_accuracy REAL NOT NULL,  -- percent
  test_accuracy REAL NOT NULL,
  PRIMARY KEY (point, seed, epoch)
) WITHOUT ROWID;
CREATE TABLE layers (     -- commands of the training steps, by kind
  point INTEGER NOT NULL REFERENCES points(id),
  layer TEXT NOT NULL,
  command TEXT NOT NULL,  -- forward+requantise_relu
  phase TEXT NOT NULL,    -- forward, loss, error, gradient, update
  cycles INTEGER NOT NULL,
  terms TEXT NOT NULL,    -- JSON, cycles by term: docs/cycles.md
  macs INTEGER NOT NULL,  -- useful multiplications
  bytes INTEGER NOT NULL, -- to and from memory
  energy TEXT NOT NULL,   -- JSON, picojoules by component
  PRIMARY KEY (point, layer, command, phase)
) WITHOUT ROWID;
CREATE TABLE ranges (     -- of sampled steps of the last epoch, first seed
  point INTEGER NOT NULL REFERENCES points(id),
  layer TEXT NOT NULL,
  tensor TEXT NOT NULL,   -- fc1.gradient
  role TEXT NOT NULL,
  bits INTEGER NOT NULL,  -- configured width, sign included
  used_bits INTEGER NOT NULL,  -- width that the largest element needs, sign included
  saturation REAL NOT NULL,    -- share of elements that were clipped, 0..1
  PRIMARY KEY (point, tensor)
) WITHOUT ROWID;
CREATE TABLE steps (      -- of a search: why a point was taken
  step INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  point INTEGER NOT NULL REFERENCES points(id),
  reason TEXT NOT NULL,
  parents TEXT NOT NULL   -- JSON list of points
);
CREATE TABLE confirmations (  -- points whose first steps ran on the RTL, in lockstep with golden
  point INTEGER PRIMARY KEY REFERENCES points(id),
  commands INTEGER NOT NULL,  -- compared
  elements INTEGER NOT NULL,
  mismatches INTEGER NOT NULL,
  cycle_difference INTEGER NOT NULL  -- cycles of the RTL - cycles predicted
);
