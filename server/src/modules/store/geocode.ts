import axios from 'axios';
import { z } from 'zod';
import type { GeocodeHit } from '@scrm/shared/store';
import { AppError, messageOf } from '../../core/errors';

/** Finds an address; the answer is GCJ-02. Throws `geocode_failed`. */
export interface Geocoder {
  search(address: string): Promise<z.output<typeof GeocodeHit>[]>;
}

const Reply = z.object({
  status: z.int(), message: z.string().default(''),
  result: z.object({ title: z.string().default(''), location: z.object({ lat: z.number(), lng: z.number() }) }).optional(),
});
/** Nothing found. */
const nothing = new Set([347, 348]);

/** Tencent Location Service: https://lbs.qq.com/service/webService/webServiceGuide/webServiceGeocoder */
export function tencentGeocoder({ url, key }: { url: string; key: string }): Geocoder {
  const client = axios.create({ baseURL: url, timeout: 5_000, maxRedirects: 0, maxContentLength: 100_000, validateStatus: () => true });
  return {
    async search(address) {
      // The key stands in the address, so neither goes into an error.
      const answer = await client.get<unknown>('/ws/geocoder/v1/', { params: { address, key } }).catch((error: unknown) => {
        throw new AppError('geocode_failed', { reason: messageOf(error).replaceAll(key, '***') });
      });
      const read = Reply.safeParse(answer.data);
      if (!read.success) throw new AppError('geocode_failed', { reason: `HTTP ${answer.status}` });
      const { status, message, result } = read.data;
      if (nothing.has(status) || (status === 0 && !result)) return [];
      if (status !== 0) throw new AppError('geocode_failed', { reason: `${status} ${message}`.trim() });
      return [{ title: result!.title || address, address, ...result!.location }];
    },
  };
}
