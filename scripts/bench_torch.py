#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Images a second that PyTorch trains the 784-100-10 network with, fp32 on the CPU.

Forward, backward and SGD update of every batch of 64, synthetic data in memory, no loader. Prints
one JSON object; the figure is the better of 1 and 2 threads. Needs Debian's python3-torch, hence
/usr/bin/python3.
"""

import json
import time

import torch

IMAGES, BATCH = 60000, 64


def images_per_second(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = torch.nn.Sequential(torch.nn.Linear(784, 100, bias=False), torch.nn.ReLU(),
                                  torch.nn.Linear(100, 10, bias=False))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    loss = torch.nn.CrossEntropyLoss()
    pixels = torch.randn(IMAGES, 784)
    labels = torch.randint(10, (IMAGES,))

    def epoch(batches):
        for first in range(0, batches * BATCH, BATCH):
            optimizer.zero_grad(set_to_none=True)
            loss(network(pixels[first:first + BATCH]), labels[first:first + BATCH]).backward()
            optimizer.step()

    epoch(100)  # warm-up
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        epoch(IMAGES // BATCH)
        best = max(best, IMAGES // BATCH * BATCH / (time.perf_counter() - start))
    return best


by_threads = {str(threads): round(images_per_second(threads)) for threads in (1, 2)}
print(json.dumps({"version": torch.__version__, "images_per_second": max(by_threads.values()),
                  "by_threads": by_threads}))
