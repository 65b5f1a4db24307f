import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { isReadable } from '@scrm/shared/picture';
import type { PosterLayout } from '@scrm/shared/print';
import { fileUrl } from '../../api';
import { composePoster, posterFile, printWidth } from './compose';
import { drawCode, type Look } from './draw';
import { scanPicture } from './scan';

const previewWidth = 720;

/** The poster as it stands now: a preview that is scanned as a phone would, and the file in print size. */
export function usePoster({ codeId, name, text, look, fileId, layout }: { codeId: string; name: string; text: string; look: Look; fileId: string; layout: PosterLayout }) {
  const [saving, setSaving] = useState(false);
  // The code is drawn as large as it will be on the poster, so that its dots stay whole.
  const cm = Math.min(30, Math.max(2, Math.ceil(layout.code.size * layout.widthCm)));
  const parts = useQuery({
    queryKey: ['print', 'parts', codeId, text, { ...look, cm }, fileId], staleTime: Infinity, gcTime: 60_000, retry: false, enabled: fileId !== '' && isReadable(look.dark, look.light),
    queryFn: async () => {
      const [code, back] = await Promise.all([drawCode(codeId, { ...look, cm }), fetch(fileUrl(fileId)).then((reply) => reply.blob())]);
      return { code: await createImageBitmap(code), background: await createImageBitmap(back) };
    },
  });
  const made = useQuery({
    queryKey: ['print', 'poster', codeId, text, look, fileId, layout, parts.dataUpdatedAt], staleTime: Infinity, gcTime: 0, enabled: parts.data !== undefined, placeholderData: (before: { picture: Blob; good: boolean } | undefined) => before,
    queryFn: async () => {
      const picture = await (await composePoster({ ...parts.data!, layout, name }, previewWidth)).convertToBlob();
      return { picture, good: (await scanPicture(picture)) === text };
    },
  });
  const url = useMemo(() => (made.data ? URL.createObjectURL(made.data.picture) : null), [made.data]);
  useEffect(() => () => { if (url) URL.revokeObjectURL(url); }, [url]);

  async function file(): Promise<Blob> {
    setSaving(true);
    try {
      const { background } = parts.data!;
      return await posterFile(await composePoster({ ...parts.data!, layout, name }, printWidth(layout, background)), layout);
    } finally {
      setSaving(false);
    }
  }

  return { url, data: made.isPlaceholderData ? undefined : made.data, error: parts.error ?? made.error, file, saving };
}
