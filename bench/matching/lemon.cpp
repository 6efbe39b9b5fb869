// Anchors in C++: LEMON 1.3 (Debian liblemon-dev). Reads a graph written by world.ts; prints value and CPU ms.
// g++ -O2 -o lemon lemon.cpp    lemon FILE cost-scaling | network-simplex | matching | pool
#include <lemon/cost_scaling.h>
#include <lemon/matching.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>
#include <cstdio>
#include <string>
#include <vector>

using namespace lemon;
typedef long long Points;

static double cpuMs() {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_utime.tv_sec * 1e3 + use.ru_utime.tv_usec / 1e3 + use.ru_stime.tv_sec * 1e3 + use.ru_stime.tv_usec / 1e3;
}

static void print(Points value, double ms) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("{\"value\": %lld, \"ms\": %.1f, \"mb\": %ld}\n", value, ms, use.ru_maxrss / 1024);
}

static std::vector<int> readInts(FILE *file, size_t count) {
  std::vector<int> ints(count);
  if (count > 0 && fread(ints.data(), 4, count, file) != count) exit(2);
  return ints;
}

static int pool(FILE *file) {
  std::vector<int> head = readInts(file, 2);
  std::vector<int> a = readInts(file, head[1]), b = readInts(file, head[1]), w = readInts(file, head[1]);
  SmartGraph graph;
  std::vector<SmartGraph::Node> nodes(head[0]);
  for (auto &node : nodes) node = graph.addNode();
  SmartGraph::EdgeMap<Points> weight(graph);
  for (int k = 0; k < head[1]; k++) weight[graph.addEdge(nodes[a[k]], nodes[b[k]])] = w[k];
  double from = cpuMs();
  MaxWeightedMatching<SmartGraph, SmartGraph::EdgeMap<Points>> matching(graph, weight);
  matching.run();
  print(matching.matchingWeight(), cpuMs() - from);
  return 0;
}

template <class Solver>
static void flow(SmartDigraph &graph, SmartDigraph::ArcMap<int> &upper, SmartDigraph::ArcMap<int> &cost, SmartDigraph::Node s, SmartDigraph::Node t, int supply) {
  double from = cpuMs();
  Solver solver(graph);
  solver.upperMap(upper).costMap(cost).stSupply(s, t, supply);
  solver.run();
  Points value = -solver.template totalCost<Points>();
  print(value, cpuMs() - from);
}

int main(int count, char **words) {
  if (count < 3) return 1;
  FILE *file = fopen(words[1], "rb");
  std::string how = words[2];
  if (!file) return 1;
  if (how == "pool") return pool(file);
  std::vector<int> head = readInts(file, 3);
  int lefts = head[0], rights = head[1], pairs = head[2];
  std::vector<int> leftCap = readInts(file, lefts), rightCap = readInts(file, rights), offset = readInts(file, lefts + 1), to = readInts(file, pairs), weight = readInts(file, pairs);
  fclose(file);
  SmartDigraph graph;
  graph.reserveNode(lefts + rights + 2);
  graph.reserveArc(pairs + 2 * lefts + rights);
  std::vector<SmartDigraph::Node> left(lefts), right(rights);
  for (auto &node : left) node = graph.addNode();
  for (auto &node : right) node = graph.addNode();
  SmartDigraph::Node s = graph.addNode(), t = graph.addNode();
  SmartDigraph::ArcMap<int> upper(graph), cost(graph);
  auto arc = [&](SmartDigraph::Node from, SmartDigraph::Node into, int most, int price) {
    SmartDigraph::Arc a = graph.addArc(from, into);
    upper[a] = most;
    cost[a] = price;
  };
  int supply = 0;
  for (int i = 0; i < lefts; i++) {
    supply += leftCap[i];
    arc(s, left[i], leftCap[i], 0);
    arc(left[i], t, leftCap[i], 0);
    for (int e = offset[i]; e < offset[i + 1]; e++) arc(left[i], right[to[e]], 1, -weight[e]);
  }
  for (int j = 0; j < rights; j++) arc(right[j], t, rightCap[j], 0);
  if (how == "network-simplex") flow<NetworkSimplex<SmartDigraph, int, Points>>(graph, upper, cost, s, t, supply);
  else flow<CostScaling<SmartDigraph, int, Points>>(graph, upper, cost, s, t, supply);
  return 0;
}
