import type { Import } from '@scrm/shared/import';
import { ApiError } from '@scrm/shared/client';
import type { ErrorBody } from '@scrm/shared/error';
import { languageTag } from '../../kit/language';

/** Sends a file as it is; `fetch` could not tell how far it got. */
export function uploadSheet(file: File, onShare: (share: number) => void): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/imports.upload?name=${encodeURIComponent(file.name.slice(-200))}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept-language', languageTag());
    request.setRequestHeader('x-scrm', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    request.onerror = () => reject(new ApiError('network', 'network'));
    request.onload = () => {
      if (request.status < 400) return resolve(request.response as Import);
      const body = request.response as ErrorBody | null;
      reject(new ApiError(body?.code ?? 'network', body?.message ?? `HTTP ${request.status}`, body?.data, request.status));
    };
    request.send(file);
  });
}
