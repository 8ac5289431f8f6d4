// SPDX-License-Identifier: Apache-2.0
//
// Are topology files of SCALE-Sim read as it writes them, and is everything else refused in one
// line that says where and what is allowed?
#include <gtest/gtest.h>

#include "sw/topology/topology.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

std::vector<TopologyLayer> Read(const std::string& text) {
  const TempFolder folder;
  return ReadTopology(folder.Write("net.csv", text));
}

// The message without the folder, which differs from run to run.
std::string Refusal(const std::string& text) {
  const TempFolder folder;
  const std::string path = folder.Write("net.csv", text);
  const std::string message = ErrorOf([&path] { ReadTopology(path); });
  EXPECT_EQ(message.rfind(path, 0), 0u) << message;
  return message.size() < path.size() ? message : message.substr(path.size());
}

void ExpectLayer(const TopologyLayer& layer, const std::string& name, int64_t m, int64_t n,
                 int64_t k, int line) {
  EXPECT_EQ(layer.name, name);
  EXPECT_EQ(layer.gemm.m, m);
  EXPECT_EQ(layer.gemm.n, n);
  EXPECT_EQ(layer.gemm.k, k);
  EXPECT_EQ(layer.line, line);
}

TEST(Topology, HasCommasAtTheEndOrNot) {
  for (const char* text : {"Layer,M,N,K,\nqkv_1,128,1536,512,\nout,1,2,3,\n\n",
                           "Layer,M,N,K\nqkv_1,128,1536,512\nout,1,2,3\n",
                           "Layer Name, M, N, K,\nqkv_1, 128, 1536, 512,\nout, 1, 2, 3,",
                           "layer name,m,n,k,\r\nqkv_1,128,1536,512,\r\nout,1,2,3,\r\n"}) {
    const std::vector<TopologyLayer> layers = Read(text);
    ASSERT_EQ(layers.size(), 2u) << text;
    ExpectLayer(layers[0], "qkv_1", 128, 1536, 512, 2);
    ExpectLayer(layers[1], "out", 1, 2, 3, 3);
  }
}

TEST(Topology, CountsEmptyLines) {
  ExpectLayer(Read("\nLayer,M,N,K,\n\n a b ,16777215,1,1,\n")[0], "a b", 16777215, 1, 1, 4);
}

TEST(Topology, MayBeDenseAndSayIt) {
  const std::vector<TopologyLayer> layers =
      Read("Layer Name, M, N, K, Sparsity,\na, 3, 5, 16, 4:4,\nb, 1, 5, 16, 1:1,\n");
  ASSERT_EQ(layers.size(), 2u);
  ExpectLayer(layers[1], "b", 1, 5, 16, 3);
  EXPECT_EQ(Refusal("Layer Name, M, N, K, Sparsity,\na, 3, 5, 16, 3:4,\n"),
            ": line 2, column Sparsity: '3:4': expected a dense ratio as 1:1: the array does not "
            "skip zeros");
  EXPECT_EQ(Refusal("Layer Name, M, N, K, Sparsity,\na, 3, 5, 16,\n"),
            ": line 2: column Sparsity is missing");
}

TEST(Topology, WithoutAColumnIsRefused) {
  EXPECT_EQ(Refusal("Layer,M,N,\na,1,2,\n"), ": line 1: column K is missing");
  EXPECT_EQ(Refusal("Layer,M,N,K,\na,1,2,3,\nb,1,2,\n"), ": line 3: column K is missing");
  EXPECT_EQ(Refusal("Layer,M,N,K\na\n"), ": line 2: column M is missing");
  EXPECT_EQ(Refusal("Layer,M,N,K,\na,1,2,3,4,\n"), ": line 2: 5 columns, expected 4");
  EXPECT_EQ(Refusal("Layer,M,N,K,Sparsity,Batch,\n"), ": line 1: 6 columns, expected 5");
  EXPECT_EQ(Refusal("Layer name, IFMAP Height, IFMAP Width, Filter Height,\nConv1, 224, 224, 7,\n"),
            ": line 1: column 2 is 'IFMAP Height', expected M: only GEMM topologies, Layer, M, N, "
            "K, are read");
  EXPECT_EQ(Refusal("Layer,N,M,K,\n"),
            ": line 1: column 2 is 'N', expected M: only GEMM topologies, Layer, M, N, K, are "
            "read");
}

TEST(Topology, WithoutANumberIsRefused) {
  const std::string allowed = ": expected a whole number from 1 to 16777215";
  for (const char* bad : {"x", "0", "-3", "+3", "1.5", "1e3", "0x10", "3 4", "16777216",
                          "99999999999999999999", "\"3\""}) {
    const std::string value = bad;
    EXPECT_EQ(Refusal("Layer,M,N,K,\na," + value + ",2,3,\n"),
              ": line 2, column M: '" + value + "'" + allowed);
    EXPECT_EQ(Refusal("Layer,M,N,K,\nok,1,2,3,\na,1," + value + ",3,\n"),
              ": line 3, column N: '" + value + "'" + allowed);
    EXPECT_EQ(Refusal("Layer,M,N,K\na,1,2," + value + "\n"),
              ": line 2, column K: '" + value + "'" + allowed);
  }
  EXPECT_EQ(Refusal("Layer,M,N,K,\na,,2,3,\n"), ": line 2, column M: ''" + allowed);
  EXPECT_EQ(Refusal("Layer,M,N,K,\n,1,2,3,\n"), ": line 2, column Layer: '': expected a name");
}

// Whatever stands there, the message is one line, and not a long one.
TEST(Topology, OfOtherThingsIsRefused) {
  EXPECT_EQ(Refusal(""), ": is empty, expected a line Layer, M, N, K");
  EXPECT_EQ(Refusal("\n\n"), ": is empty, expected a line Layer, M, N, K");
  EXPECT_EQ(Refusal("Layer,M,N,K,\n"), ": no layer behind the line of names");
  EXPECT_EQ(Refusal(std::string("\x89PNG\r\n\x1a\n\0\0", 10)),
            ": line 1: column 1 is '\x89PNG', expected Layer: only GEMM topologies, Layer, M, N, "
            "K, are read");
  EXPECT_EQ(Refusal("Layer,M,N,K,\na,\x1b[2J,2,3,\n"),
            ": line 2, column M: '?[2J': expected a whole number from 1 to 16777215");
  EXPECT_EQ(Refusal("Layer,M,N,K,\na," + std::string(500, '7') + ",2,3,\n"),
            ": line 2, column M: '" + std::string(40, '7') +
                "...': expected a whole number from 1 to 16777215");
}

// A file that was cut off anywhere loses layers or is refused; none of its numbers loses digits.
TEST(Topology, ThatIsCutOffLosesLayersOrIsRefused) {
  const std::string whole = "Layer,M,N,K,\na,11,22,33,\nb,44,55,66,\n";
  int read = 0;
  for (size_t size = 0; size < whole.size(); ++size) {
    std::vector<TopologyLayer> layers;
    try {
      layers = Read(whole.substr(0, size));
    } catch (const std::exception&) {
      continue;
    }
    ++read;
    ExpectLayer(layers.at(0), "a", 11, 22, 33, 2);
    if (layers.size() > 1) ExpectLayer(layers.at(1), "b", 44, 55, 66, 3);
  }
  EXPECT_EQ(read, 2 + 1);  // behind the comma of a, and its end of line; behind the comma of b
  EXPECT_EQ(Refusal("Layer,M,N,K,\na,1,2,33"),
            ": line 2: does not end with a comma as the line of names does: was the file cut off?");
}

}  // namespace
}  // namespace itg
