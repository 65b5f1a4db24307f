import type { Import } from '@scrm/shared/import';
import { ApiError } from '@scrm/shared/client';
import { sentence, type ErrorBody } from '@scrm/shared/error';
import type { CallName } from '../../api';
import { language, languageTag } from '../../kit/language';

export const uploadSheet = (file: File, onShare: (share: number) => void, limit: number | undefined): Promise<Import> => sendFile('imports.upload', file, onShare, limit);

/** Sends a file as it is; `fetch` could not tell how far it got. One of more than `limit` bytes is not even sent, for the server would hang up on it. */
export function sendFile<R>(call: CallName, file: File, onShare: (share: number) => void, limit: number | undefined): Promise<R> {
  if (limit !== undefined && file.size > limit) {
    const data = { limit: `${Math.floor(limit / 1_000_000)} MB` };
    return Promise.reject(new ApiError('body_too_large', sentence('body_too_large', data, language()), data, 413));
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/${call}?name=${encodeURIComponent(file.name.slice(-200))}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept-language', languageTag());
    request.setRequestHeader('x-scrm', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    request.onerror = () => reject(new ApiError('network', 'network'));
    request.onload = () => {
      if (request.status < 400) return resolve(request.response as R);
      const body = request.response as ErrorBody | null;
      reject(new ApiError(body?.code ?? 'network', body?.message ?? `HTTP ${request.status}`, body?.data, request.status));
    };
    request.send(file);
  });
}
