import { ApiError } from '@scrm/shared/client';
import type { ErrorBody } from '@scrm/shared/error';
import type { PrintTarget } from '@scrm/shared/print';
import { languageTag } from '../../kit/language';

export interface Look {
  target: PrintTarget;
  cm: number;
  dark: string;
  light: string;
  logoFileId: string;
  /** In place of a file: `corp` or a staff member's id; '' for none. */
  face: string;
}

export function drawUrl(codeId: string, { target, cm, dark, light, logoFileId, face }: Look, format: 'svg' | 'png'): string {
  return `/api/prints.draw?${new URLSearchParams({ codeId, target, format, cm: String(cm), dark, light, ...(logoFileId && { logoFileId }), ...(face && { face }) })}`;
}

/** The picture as the server draws it. */
export async function drawCode(codeId: string, look: Look): Promise<Blob> {
  const reply = await fetch(drawUrl(codeId, look, 'png'), { headers: { 'accept-language': languageTag() } });
  if (reply.ok) return reply.blob();
  const body = await reply.json().catch(() => null) as ErrorBody | null;
  throw new ApiError(body?.code ?? 'network', body?.message ?? `HTTP ${reply.status}`, body?.data, reply.status);
}

/** Hands a picture over as a file. */
export function save(picture: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const fileName = (name: string): string => name.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_');
