/**
 * How many times as much processor time a text of ten times the size takes: about 10 where work is linear, 100 where it
 * grows with the square. Times below a tenth of a second count as one, as they are mostly other things than the work.
 */
export function growthOf(work: (size: number) => void, size: number): number {
  const seconds = (of: number) => {
    const before = process.cpuUsage();
    work(of);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const small = Math.max(seconds(size), 0.1);
  return seconds(10 * size) / small;
}
