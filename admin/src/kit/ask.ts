import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Api } from '@scrm/shared/api';
import type { Contract, InputOf, ReplyOf } from '@scrm/shared/contract';
import { api } from '../api';

type Call<D extends keyof Api, V extends keyof Api[D]> = Api[D] extends Contract ? Api[D][V] extends Contract[string] ? Api[D][V] : never : never;
type Reply<D extends keyof Api, V extends keyof Api[D]> = ReplyOf<Call<D, V>>;

function make<D extends keyof Api, V extends keyof Api[D]>(domain: D, verb: V, input: unknown): Promise<Reply<D, V>> {
  return (api[domain][verb] as (input: unknown) => Promise<Reply<D, V>>)(input);
}

/** One reading call as a query, keyed `[domain, verb, input]`, so that a live topic can refresh a whole domain. */
export function ask<D extends keyof Api, V extends keyof Api[D] & string>(domain: D, verb: V, input: InputOf<Call<D, V>>) {
  return queryOptions({ queryKey: [domain, verb, input] as const, queryFn: () => make(domain, verb, input) });
}

/** The same, showing the last page until the next is here. */
export function askPage<D extends keyof Api, V extends keyof Api[D] & string>(domain: D, verb: V, input: InputOf<Call<D, V>>) {
  return { ...ask(domain, verb, input), placeholderData: keepPreviousData };
}

/** All pages of a call, one after the other, for what grows while one scrolls. */
export function askAll<D extends keyof Api, V extends keyof Api[D] & string>(domain: D, verb: V, input: Omit<InputOf<Call<D, V>>, 'cursor'>) {
  return infiniteQueryOptions({
    queryKey: [domain, verb, input, 'pages'] as const,
    queryFn: ({ pageParam }) => make(domain, verb, pageParam ? { ...input, cursor: pageParam } : input),
    initialPageParam: '',
    getNextPageParam: (page) => (page as { nextCursor: string | null }).nextCursor ?? undefined,
  });
}
