#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Images a second that PyTorch trains the benchmark networks with, fp32 on the CPU.

Forward, backward and SGD update of whole batches of 64, synthetic data in memory, no loader. Prints
one JSON object; a figure is the median of REPEATS, and the better of 1 and 2 threads counts. Needs
Debian's python3-torch, hence /usr/bin/python3.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

BATCH, REPEATS = 64, 3


def linear(inputs, outputs):
    return nn.Linear(inputs, outputs, bias=False)


def conv(inputs, outputs, kernel, padding):
    return [nn.Conv2d(inputs, outputs, kernel, padding=padding, bias=False), nn.ReLU()]


def vgg_small_7():
    layers, channels = [], 3
    for width in (128, 256, 512):
        layers += conv(channels, width, 3, 1) + conv(width, width, 3, 1) + [nn.MaxPool2d(2)]
        channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(), linear(8192, 10))


def lenet5():
    return nn.Sequential(*conv(1, 20, 5, 0), nn.MaxPool2d(2), *conv(20, 50, 5, 0), nn.MaxPool2d(2),
                         nn.Flatten(), linear(800, 500), nn.ReLU(), linear(500, 10))


def mlp():
    return nn.Sequential(linear(784, 100), nn.ReLU(), linear(100, 10))


# Name: network, shape of an image, batches a repeat.
NETWORKS = {"mlp": (mlp, (784,), 400), "lenet5": (lenet5, (1, 28, 28), 20),
            "vgg_small_7": (vgg_small_7, (3, 32, 32), 2)}


def images_per_second(name, threads):
    make, image, batches = NETWORKS[name]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = make()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    loss = nn.CrossEntropyLoss()
    pixels = torch.randn(batches * BATCH, *image)
    labels = torch.randint(10, (batches * BATCH,))

    def epoch(count):
        for first in range(0, count * BATCH, BATCH):
            optimizer.zero_grad(set_to_none=True)
            loss(network(pixels[first:first + BATCH]), labels[first:first + BATCH]).backward()
            optimizer.step()

    epoch(min(batches, 10))  # warm-up
    rates = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        epoch(batches)
        rates.append(batches * BATCH / (time.perf_counter() - start))
    return statistics.median(rates)


def main():
    result = {"version": torch.__version__, "batch": BATCH}
    for name in sys.argv[1:] or NETWORKS:
        rates = {str(threads): round(images_per_second(name, threads), 1) for threads in (1, 2)}
        result[name] = {"images_per_second": max(rates.values()), "by_threads": rates}
    print(json.dumps(result))


main()
