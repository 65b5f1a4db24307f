/** Calls that may be spent on finding out; while nobody was accepted yet it may be the app itself that WeCom refuses. */
const most = { able: 24, nobody: 10 };

/**
 * Who of a list is refused, where WeCom refused the whole and names nobody. `accepts` tells WeCom a list; each that it takes is longer than the
 * last, so that it is right to stop at any time. Whoever is in neither answer was not tried.
 */
export async function findRefused(list: readonly string[], { accepts, isLate }: { accepts: (some: string[]) => Promise<boolean>; isLate: () => boolean }): Promise<{ able: string[]; refused: string[] }> {
  const able: string[] = [];
  const refused: string[] = [];
  let calls = 0;
  const isEnough = () => isLate() || calls >= (able.length > 0 ? most.able : most.nobody);
  const takes = async (some: readonly string[]) => {
    calls++;
    const isTaken = await accepts([...able, ...some]);
    if (isTaken) able.push(...some);
    return isTaken;
  };
  for (let rest = [...list]; rest.length > 0;) {
    let among = rest;
    while (among.length > 1) {
      if (isEnough()) return { able, refused };
      const half = Math.ceil(among.length / 2);
      among = (await takes(among.slice(0, half))) ? among.slice(half) : among.slice(0, half);
    }
    refused.push(among[0]!);
    rest = rest.slice(rest.indexOf(among[0]!) + 1);
    if (rest.length > 0 && (isEnough() || (await takes(rest)))) break;
  }
  return { able, refused };
}
