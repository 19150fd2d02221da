/** Rings of files that import each other, found as strongly connected components (Tarjan). */

/** One shortest ring for each knot of files; each ring starts with the file that sorts first. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  return knots(graph).map((knot) => shortestRing(graph, knot));
}

function knots(graph: ReadonlyMap<string, readonly string[]>): Set<string>[] {
  const found: Set<string>[] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const enter = (file: string): number => {
    const mine = order.size;
    order.set(file, mine);
    stack.push(file);
    open.add(file);
    let low = mine;
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, enter(next));
      else if (open.has(next)) low = Math.min(low, order.get(next) ?? low);
    }
    lowest.set(file, low);
    if (low === mine) {
      const knot = new Set(stack.splice(stack.indexOf(file)));
      for (const member of knot) open.delete(member);
      if (knot.size > 1 || graph.get(file)?.includes(file)) found.push(knot);
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) enter(file);
  return found;
}

/** Breadth first from the first file of the knot back to itself. */
function shortestRing(graph: ReadonlyMap<string, readonly string[]>, knot: ReadonlySet<string>): string[] {
  const first = [...knot].sort()[0] ?? '';
  const queue: string[][] = [[first]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path; path = queue.shift()) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (next === first) return path;
      if (!knot.has(next) || seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return [...knot];
}
