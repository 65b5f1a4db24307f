import type { StoredFile, fileLimits } from '@scrm/shared/file';
import { api } from '../../api';

/** The literal types keep these equal to the contract's numbers. */
export const uploads = {
  image: { bytes: 2_000_000 satisfies (typeof fileLimits)['image'], accept: 'image/png,image/jpeg' },
  video: { bytes: 10_000_000 satisfies (typeof fileLimits)['video'], accept: 'video/mp4' },
  file: { bytes: 20_000_000 satisfies (typeof fileLimits)['file'], accept: '' },
} as const;

export type UploadKind = keyof typeof uploads;

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable file'));
    reader.readAsDataURL(file);
  });
}

export async function uploadFile(file: File): Promise<StoredFile> {
  return api.files.upload({ name: file.name.slice(-200), content: await readBase64(file) });
}
