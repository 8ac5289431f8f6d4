#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads exported models with the ONNX project's own tools, and runs their graphs in integers.

Trains a step of some networks, exports each, has onnx.checker and the shape inference look at
it, then walks the graph with NumPy: the initialisers' integers, each accumulator tensor rounded to 8
bits as NUMERICS.md section 3 says. That must give the accuracy and the loss of `intaglio eval`,
which depend on every integer of the last layer.
  onnx_graph.py PROGRAM FOLDER
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper, shape_inference

MEAN, DEVIATION = .5, .25
RESIDUAL = [{"conv": 6, "kernel": 3, "padding": 1}, "relu",
            {"residual": [{"conv": 7, "kernel": 3, "stride": 2, "padding": 1}, "relu",
                          {"conv": 8, "kernel": [1, 3], "padding": 0}],
             "shortcut": [{"conv": 8, "kernel": [1, 5], "stride": 2}]},
            "relu", {"max_pool": 3, "stride": 2, "padding": 1}, {"average_pool": 2}, "dropout",
            {"linear": 20}, "relu", {"linear": "classes"}]
# Name: network, shape of an image, test images (at most 256, one batch of the evaluation).
NETWORKS = {"lenet5": ("lenet5", (28, 28, 1), 200), "vgg_small_7": ("vgg_small_7", (32, 32, 3), 6),
            "residual": (RESIDUAL, (17, 19, 2), 200)}


class Block:
    """Integers of one shared exponent."""

    def __init__(self, values, exponent):
        self.values, self.exponent = values, exponent


def requantise(acc, exponent):
    """To 8 bits: range of the whole tensor, nearest with ties away from zero, clipped."""
    largest = int(np.abs(acc).max())
    shift = max(0, (largest - 1 if largest else 0).bit_length() - 7)
    half = (1 << shift) >> 1
    magnitude = np.minimum((np.abs(acc) + half) >> shift, 127)
    return Block(np.sign(acc) * magnitude, exponent + shift)


def windows(values, attributes, fill):
    """[N][C][OH][OW][kh][kw], padded with `fill`."""
    top, left, bottom, right = attributes["pads"]
    padded = np.pad(values, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=fill)
    step_h, step_w = attributes["strides"]
    view = np.lib.stride_tricks.sliding_window_view(padded, attributes["kernel_shape"], (2, 3))
    return view[:, :, ::step_h, ::step_w]


def product(rows, weights):
    """Exact: doubles hold integers up to 2^53."""
    return np.rint(rows.astype(float) @ weights.astype(float)).astype(np.int64)


def conv(data, weights, attributes):
    patches = windows(data.values, attributes, 0).transpose(0, 2, 3, 1, 4, 5)
    rows = patches.reshape(-1, weights.values[0].size)
    acc = product(rows, weights.values.reshape(len(weights.values), -1).T)
    acc = acc.reshape(*patches.shape[:3], -1).transpose(0, 3, 1, 2)
    return requantise(acc, data.exponent + weights.exponent)


def gemm(data, weights, attributes):
    assert attributes == {"transB": 1}, attributes
    return requantise(product(data.values, weights.values.T), data.exponent + weights.exponent)


def average(data, attributes):
    assert attributes["count_include_pad"] == 1, attributes
    area = int(np.prod(attributes["kernel_shape"]))
    assert area & (area - 1) == 0, "only powers of two here"
    return requantise(windows(data.values, attributes, 0).sum(axis=(4, 5)),
                      data.exponent - (area.bit_length() - 1))


def add(one, two):
    exponent = max(one.exponent, two.exponent)

    def aligned(block):
        shift = min(exponent - block.exponent, 31)
        magnitude = (np.abs(block.values) + ((1 << shift) >> 1)) >> shift
        return np.sign(block.values) * magnitude
    return requantise(aligned(one) + aligned(two), exponent)


def run_node(node, inputs):
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    data = inputs[0]
    if node.op_type == "DequantizeLinear":
        scale = float(inputs[1].values)
        assert data.values.dtype == np.int8 and 2.0 ** np.log2(scale) == scale, node.name
        return Block(data.values.astype(np.int64), int(np.log2(scale)))
    return {"Conv": lambda: conv(*inputs, attributes),
            "Gemm": lambda: gemm(*inputs, attributes),
            "Relu": lambda: Block(np.maximum(data.values, 0), data.exponent),
            "MaxPool": lambda: Block(windows(data.values, attributes, -128).max(axis=(4, 5)),
                                     data.exponent),
            "AveragePool": lambda: average(data, attributes),
            "Add": lambda: add(*inputs),
            "Dropout": lambda: data,
            "Flatten": lambda: Block(data.values.reshape(len(data.values), -1), data.exponent),
            }[node.op_type]()


def quantised(pixels):
    """Images [N][H][W][C] of bytes, normalised and rounded as the first tensor of a batch."""
    x = (pixels / 255.0 - MEAN) / DEVIATION
    bits = int(np.ceil(np.log2(np.abs(x).max())))
    values = np.clip(np.rint(x * 2.0 ** (7 - bits)), -127, 127).astype(np.int64)
    return Block(values.transpose(0, 3, 1, 2), bits - 7)


def logits(model, pixels):
    known = {tensor.name: Block(numpy_helper.to_array(tensor), 0)
             for tensor in model.graph.initializer}
    known[model.graph.input[0].name] = quantised(pixels)
    for node in model.graph.node:
        known[node.output[0]] = run_node(node, [known[name] for name in node.input])
    return known[model.graph.output[0].name]


def checked(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    known = {value.name for value in [*inferred.graph.value_info, *inferred.graph.output]}
    missing = [node.name for node in model.graph.node if node.output[0] not in known]
    assert not missing, f"no shape inferred: {missing}"
    return model


def call(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"


def trained(program, folder, name):
    """Trains, exports and evaluates: the model's file, the test set, what `eval` answers."""
    network, image, count = NETWORKS[name]
    draw = np.random.default_rng(7)
    data = {"source": "npy", "classes": 10, "mean": [MEAN] * image[2],
            "deviation": [DEVIATION] * image[2]}
    for part, size in (("train", 32), ("test", count)):
        sets = {"images": draw.integers(0, 256, (size, *image)), "labels": draw.integers(0, 10, size)}
        for kind, values in sets.items():
            data[f"{part}_{kind}"] = str(folder / f"{name}_{part}_{kind}.npy")
            np.save(data[f"{part}_{kind}"], values.astype(np.uint8))
    config = folder / f"{name}.json"
    config.write_text(json.dumps({"data": data, "network": network, "batch": 32, "epochs": 1,
                                  "mu": 5, "seed": 1}))
    run, model, answer = folder / name, folder / f"{name}.onnx", folder / f"{name}.answer"
    call(program, "train", "--config", config, "--out", run)
    call(program, "export", run, "--onnx", model)
    call(program, "eval", "--run", run, "--json", answer)
    return model, sets, json.loads(answer.read_text())


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    for name in NETWORKS:
        path, test, answer = trained(program, folder, name)
        out = logits(checked(path), test["images"].astype(np.uint8))
        behind = (out.values.max(axis=1, keepdims=True) - out.values) * 2.0 ** out.exponent
        losses = np.log(np.exp(-behind).sum(axis=1)) + behind[np.arange(len(behind)), test["labels"]]
        correct = int((out.values.argmax(axis=1) == test["labels"]).sum())
        assert answer["samples"] == len(losses), answer
        assert correct == answer["correct"], (correct, answer)
        assert abs(losses.mean() / answer["loss"] - 1) < 1e-12, (losses.mean(), answer)
        print(f"{name}: {correct} of {len(losses)} correct, loss {losses.mean():.6f}, as eval says")


if __name__ == "__main__":
    main()
