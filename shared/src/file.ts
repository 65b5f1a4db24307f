import { z } from 'zod';
import { contract } from './contract';
import { Id } from './page';

export const StoredFile = z.object({ id: Id, name: z.string(), mime: z.string(), size: z.int(), url: z.string() });
export type StoredFile = z.infer<typeof StoredFile>;

/** Largest upload, in bytes: WeCom takes images of 2 MB, videos of 10 MB, files of 20 MB. */
export const fileLimits = { image: 2_000_000, video: 10_000_000, file: 20_000_000 } as const;

export const files = contract({
  /** `content` is base64. The kind is read from the bytes, not from the name. */
  upload: { allow: 'file.write', input: z.object({ name: z.string().min(1).max(200), content: z.base64().max(28_000_000) }), reply: StoredFile },
  /** For whoever sees something that the file hangs on; while it hangs on nothing, for who brought it. */
  content: { allow: 'signedIn', action: 'view', input: z.object({ id: Id }), reply: z.unknown(), download: true },
});
