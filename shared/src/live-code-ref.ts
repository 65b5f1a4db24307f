import { z } from 'zod';
import { Id } from './page';

/** A live code as it is named elsewhere. */
export const LiveCodeRef = z.object({ id: Id, name: z.string() });
export type LiveCodeRef = z.infer<typeof LiveCodeRef>;
