import { DeleteOutlined, DownloadOutlined, SaveOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import type { Poster, PosterLayout } from '@scrm/shared/print';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { FileField } from '../../kit/message/FileField';
import { CheckLine } from './CheckLine';
import type { PrintPart } from './part';
import { fileName, save } from './draw';
import { LayoutFields } from './LayoutFields';
import { LookFields } from './LookFields';
import { usePoster } from './poster-file';

const useWords = words({
  zh: {
    template: '海报模板', fresh: '新模板', name: '模板名称', background: '背景图', none: '上传一张背景图，二维码和文字会放在上面', save: '保存模板', saved: '模板已保存', removed: '模板已删除', remove: '删除模板', removeAsk: (name: string) => `删除海报模板「${name}」？已下载的海报不受影响。`, keep: '保留', download: '下载海报 PNG', picture: '海报预览', untitled: '海报',
  },
  en: {
    template: 'Poster', fresh: 'New poster', name: 'Name of the poster', background: 'Background', none: 'Upload a background; the code and the text are put on it', save: 'Save the poster', saved: 'Saved', removed: 'Removed', remove: 'Remove the poster', removeAsk: (name: string) => `Remove the poster “${name}”? What was downloaded stays.`, keep: 'Keep', download: 'Download PNG', picture: 'The poster', untitled: 'Poster',
  },
});

const start: PosterLayout = { code: { x: 0.5, y: 0.62, size: 0.4 }, text: '{name}', textAt: { x: 0.5, y: 0.9, fontSize: 0.05, colour: '#1b2430' }, widthCm: 21 };

/** The code on a poster that is kept as a template. */
export function PosterMaker({ codeId, name, text, look, targets, faces, onLook }: PrintPart) {
  const t = useWords();
  const posters = useQuery(ask('prints', 'posters', {}));
  const [of, setOf] = useState<Poster | null>(null);
  const [title, setTitle] = useState('');
  const [fileId, setFileId] = useState('');
  const [layout, setLayout] = useState(start);
  const made = usePoster({ codeId, name, text, look, fileId, layout });

  function open(poster: Poster | null): void {
    setOf(poster);
    setTitle(poster?.name ?? '');
    setFileId(poster?.fileId ?? '');
    setLayout(poster?.layout ?? start);
  }

  const keep = useAct(() => {
    const input = { name: title.trim() || t.untitled, fileId, layout };
    return of ? api.prints.updatePoster({ ...input, id: of.id, updatedAt: of.updatedAt }) : api.prints.createPoster(input);
  }, { done: t.saved, touches: ['prints'], onDone: open });
  const remove = useAct(() => api.prints.removePoster({ id: of!.id }), { done: t.removed, touches: ['prints'], onDone: () => open(null) });
  const isGood = made.data?.good === true;
  return (
    <div className="print">
      <Form layout="vertical">
        <Form.Item label={t.template} htmlFor="poster-template">
          <Select
            id="poster-template" value={of?.id ?? ''} onChange={(id) => open(posters.data?.items.find((one) => one.id === id) ?? null)} loading={posters.isPending}
            options={[{ value: '', label: t.fresh }, ...(posters.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))]}
          />
        </Form.Item>
        <Form.Item label={t.background}><FileField kind="image" value={fileId} onChange={setFileId} /></Form.Item>
        <LayoutFields layout={layout} onChange={setLayout} />
        <LookFields look={look} targets={targets} faces={faces} onChange={onLook} hasSize={false} />
        <Allow to="prints.createPoster">
          <Form.Item label={t.name} htmlFor="poster-name">
            <div className="row">
              <Input id="poster-name" value={title} maxLength={64} placeholder={t.untitled} onChange={({ target }) => setTitle(target.value)} style={{ flex: 1 }} />
              <Button icon={<SaveOutlined />} disabled={!fileId} loading={keep.isPending} onClick={() => keep.mutate(undefined)} data-testid="save-poster">{t.save}</Button>
              {of ? (
                <Popconfirm title={t.removeAsk(of.name)} okText={t.remove} cancelText={t.keep} onConfirm={() => remove.mutate(undefined)}>
                  <Button danger icon={<DeleteOutlined />} aria-label={t.remove} title={t.remove} loading={remove.isPending} />
                </Popconfirm>
              ) : null}
            </div>
          </Form.Item>
        </Allow>
      </Form>
      <div className="print-side">
        {fileId === '' ? <p className="soft print-blank">{t.none}</p> : null}
        {made.url ? <img className="print-poster" src={made.url} alt={t.picture} data-testid="poster-preview" /> : null}
        {made.error ? <ErrorNote compact error={made.error} /> : null}
        {fileId !== '' && !made.error ? <CheckLine state={made.data ? (isGood ? 'good' : 'bad') : 'wait'} /> : null}
        <Button type="primary" icon={<DownloadOutlined />} disabled={!isGood} loading={made.saving} onClick={() => void made.file().then((picture) => save(picture, `${fileName(name)}.png`))} data-testid="poster-png">{t.download}</Button>
      </div>
    </div>
  );
}
