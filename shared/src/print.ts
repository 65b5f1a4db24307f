import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Done, Empty, Id, Time } from './page';

/** Centimetres. */
export const printSizes = { least: 2, most: 30 } as const;
/** Where a printed code leads. `wecom`: the picture of WeCom itself, drawn anew. `page`: the code's own page. `short`: a short address that leads to the page. */
export const printTargets = ['wecom', 'page', 'short'] as const;
export type PrintTarget = (typeof printTargets)[number];

const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const Share = z.number().min(0).max(1);

/** Where things stand on a poster, in shares of its width (`size`, `fontSize`) and of width and height (`x`, `y`: the middle). */
export const PosterLayout = z.object({
  code: z.object({ x: Share, y: Share, size: z.number().min(0.08).max(0.9) }),
  /** `{name}` is the code's name; empty: nothing is written. */
  text: z.string().max(100),
  textAt: z.object({ x: Share, y: Share, fontSize: z.number().min(0.01).max(0.2), colour: Colour }),
  /** Of the printed poster, in centimetres. */
  widthCm: z.number().min(5).max(120),
});
export type PosterLayout = z.infer<typeof PosterLayout>;

const PosterInput = z.object({ name: z.string().trim().min(1).max(64), fileId: Id, layout: PosterLayout });
export const Poster = PosterInput.extend({ id: Id, updatedAt: Time });
export type Poster = z.infer<typeof Poster>;

const One = z.object({ id: Id });

/** What prints live codes of every kind: pictures for the printer, posters, and short addresses. */
export const prints = contract({
  /** What can be printed of a code: its name, the text of each picture ('' where there is none), and whose face can stand in the middle. */
  read: { allow: 'liveCode.read', input: z.object({ codeId: Id }), reply: z.object({ name: z.string(), wecom: z.string(), page: z.string(), short: z.string(), faces: z.object({ /** The company's, '' where WeCom gives none. */ logoUrl: z.string(), staff: z.array(StaffRef) }) }) },
  /** The short address of a code; the same again gives the same. */
  shorten: { allow: 'liveCode.read', action: 'create', input: z.object({ codeId: Id }), reply: z.object({ url: z.string() }) },
  /** The picture, at 300 dpi or more; refused where it could not be read. */
  draw: {
    allow: 'liveCode.read', action: 'view', download: true, reply: z.unknown(),
    input: z.object({
      codeId: Id, target: z.enum(printTargets), format: z.enum(['svg', 'png']), cm: z.coerce.number().min(printSizes.least).max(printSizes.most).default(6),
      dark: Colour.default('#000000'), light: Colour.default('#ffffff'), logoFileId: Id.optional(),
      /** In the middle in place of a file: `corp`, or one of the code's staff. */
      face: Id.optional(),
    }),
  },
  posters: { allow: 'liveCode.read', input: Empty, reply: z.object({ items: z.array(Poster) }) },
  createPoster: { allow: 'liveCode.write', action: 'create', input: PosterInput, reply: Poster },
  updatePoster: { allow: 'liveCode.write', input: PosterInput.extend({ id: Id, updatedAt: Time }), reply: Poster },
  removePoster: { allow: 'liveCode.write', action: 'delete', input: One, reply: Done },
});
