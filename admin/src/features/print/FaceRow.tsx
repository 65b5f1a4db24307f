import type { ReplyOf } from '@scrm/shared/contract';
import type { prints } from '@scrm/shared/print';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';
import { useMe } from '../../kit/me';
import { Face, StaffName } from '../../kit/person';

const useWords = words({
  zh: { faceless: (count: number) => `企业微信没有给出 ${count} 位接待员工的头像，可以上传图片` },
  en: { faceless: (count: number) => `WeCom gives no picture of ${counted(count, 'person', 'people')} who ${count === 1 ? 'receives' : 'receive'}; upload one instead` },
});

export type Faces = ReplyOf<(typeof prints)['read']>['faces'];

/** Whose picture stands in the middle; pressed again, nobody's. */
export function FaceRow({ faces: { logoUrl, staff }, value, onChange }: { faces: Faces; value: string; onChange: (face: string) => void }) {
  const t = useWords();
  const { corp } = useMe();
  const all = [...(logoUrl ? [{ id: 'corp', url: logoUrl, name: corp.name, shown: <>{corp.name}</> }] : []), ...staff.map((one) => ({ id: one.id, url: one.avatarUrl, name: one.name, shown: <StaffName staff={one} /> }))];
  const withPicture = all.filter(({ url }) => url !== '');
  const faceless = all.length - withPicture.length;
  if (all.length === 0) return null;
  return (
    <div className="print-faces" data-testid="print-faces">
      {withPicture.map(({ id, url, name, shown }) => (
        <button key={id} type="button" className="print-face" aria-pressed={value === id} title={name ?? undefined} onClick={() => onChange(value === id ? '' : id)}>
          <Face name={name} url={url} size={28} /><span className="ellipsis">{shown}</span>
        </button>
      ))}
      {faceless > 0 ? <p className="soft small">{t.faceless(faceless)}</p> : null}
    </div>
  );
}
