import { Alert, Button, Checkbox, Radio, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { ImportDetail, ImportTarget, Mapping } from '@scrm/shared/import';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { words } from '../../kit/language';
import { useImportWords } from './words';

const useWords = words({
  zh: {
    title: '每一列是什么', remembered: '已按上次相同表头的对应关系填好', suggested: '已按表头推荐，请核对', column: '文件中的列', first: '前几行', is: '对应到', skip: '不导入', groups: { key: '用来找到客户', plain: '客户资料', field: '自定义字段' } satisfies Record<ImportTarget['group'], string>,
    policy: '客户已有内容时', policies: { fill: '只补空白', overwrite: '以文件为准覆盖', skip: '保持该客户不变' }, policyText: { fill: '已填写的保留，空的才补上', overwrite: '文件里有内容的格子覆盖原值，空格子不清空', skip: '对应的内容里有任何一项已填写，就整行不改' },
    whose: '备注和标签写到「跟进人」一列所写的员工名下；没有这一列或空着时，写到你自己名下；你没有加这位客户时，写到你管辖范围内的每位跟进人名下。客户有多个微信时每个都写。', tags: '标签不存在时新建', tagsText: '标签只会添加，不会去掉已有的；多个标签用 ; , 、 分隔，可写「标签组/标签」', encoding: '编码', delimiter: '分隔符', go: '试运行', failed: '上次没有读完', untitled: (n: number) => `第 ${n} 列`, notMine: '只有上传的人可以继续这次导入', gone: '文件已清除', goneText: '文件里有一位已被删除资料的客户。去掉这位客户后可以重新上传。', again: '重新上传',
  },
  en: {
    title: 'What each column is', remembered: 'Filled in as for the same headers last time', suggested: 'Suggested by the headers, please check', column: 'Column of the file', first: 'First rows', is: 'Becomes', skip: 'Not imported', groups: { key: 'Finds the customer', plain: 'Of the customer', field: 'Custom fields' },
    policy: 'Where something is there already', policies: { fill: 'Fill in only what is empty', overwrite: 'Take what the file says', skip: 'Leave that customer alone' }, policyText: { fill: 'What is filled in stays', overwrite: 'Cells with content replace what is there; empty cells clear nothing', skip: 'The row is left out as soon as one of its values is filled in already' },
    whose: 'Remark and tags are set for the staff member in the “Staff” column; where there is none, for you; and where you do not have the customer, for each follower in your reach. A customer with several WeChat accounts gets them on each.', tags: 'Make tags that do not exist', tagsText: 'Tags are only added, never taken off; separate several by ; , 、 and write “group/tag” where needed', encoding: 'Encoding', delimiter: 'Separator', go: 'Dry run', failed: 'The file was not read to its end', untitled: (n: number) => `Column ${n}`, notMine: 'Only whoever uploaded the file can go on', gone: 'The file is gone', goneText: 'It told of a customer who was erased. Take them out and upload it again.', again: 'Upload again',
  },
});

type Target = Mapping['columns'][number];

/** Columns on the left, what they become on the right; the first rows show whether that is true. */
export function MatchStep({ record, onChecked }: { record: ImportDetail; onChecked: () => void }) {
  const t = useWords();
  const [mapping, setMapping] = useState<Mapping>(record.mapping);
  const change = (part: Partial<Mapping>) => setMapping((now) => ({ ...now, ...part }));
  const check = useAct(() => api.imports.check({ id: record.id, mapping }), { quiet: true, touches: ['imports'], onDone: onChecked });
  const setColumn = (index: number, target: Target) => change({ columns: mapping.columns.map((one, at) => (at === index ? target : one === target && target !== null ? null : one)) });
  const options = [
    { value: '', label: t.skip },
    ...(['key', 'plain', 'field'] as const).map((group) => ({ label: t.groups[group], title: group, options: record.targets.filter((one) => one.group === group).map(({ target, name }) => ({ value: target as string, label: name })) })),
  ];
  if (!record.mine) return <Alert type="info" showIcon title={t.notMine} />;
  if (!record.hasFile) return <Alert type="warning" showIcon title={t.gone} description={t.goneText} action={<Link to="/imports/new">{t.again}</Link>} data-testid="file-gone" />;
  return (
    <div className="panel stack" data-testid="match-step">
      {record.problem ? <Alert type="error" showIcon title={t.failed} description={record.problem} /> : null}
      <div className="between import-match-head">
        <div><h2>{t.title}</h2>{record.mappingFrom !== 'chosen' ? <p className="soft small">{t[record.mappingFrom]}</p> : null}</div>
        {record.kind === 'text' ? <Reading record={record} onRead={(columns) => setMapping(columns)} /> : null}
      </div>
      <div className="import-columns" role="table">
        <div className="import-column soft small" role="row"><span role="columnheader">{t.column}</span><span role="columnheader">{t.first}</span><span role="columnheader">{t.is}</span></div>
        {record.headers.map((header, index) => (
          <div key={index} className="import-column" role="row" data-testid={`column-${index}`}>
            <strong className="break" role="cell">{header || <span className="soft">{t.untitled(index + 1)}</span>}</strong>
            <span className="soft small import-sample" role="cell">{record.sample.slice(0, 3).map((row) => row[index] ?? '').filter(Boolean).join(' · ') || '–'}</span>
            <span role="cell"><Select value={(mapping.columns[index] as string | null) ?? ''} onChange={(value) => setColumn(index, value === '' ? null : value as Target)} options={options} showSearch={{ optionFilterProp: 'label' }} aria-label={header} className={mapping.columns[index] ? 'import-select' : 'import-select is-skipped'} /></span>
          </div>
        ))}
      </div>
      <fieldset className="import-policy">
        <legend>{t.policy}</legend>
        <Radio.Group value={mapping.policy} onChange={(event) => change({ policy: event.target.value as Mapping['policy'] })} options={(['fill', 'overwrite', 'skip'] as const).map((value) => ({ value, label: t.policies[value] }))} />
        <p className="soft small">{t.policyText[mapping.policy]}</p>
      </fieldset>
      {mapping.columns.some((target) => target === 'remark' || target === 'tags') ? <p className="soft small" data-testid="whose">{t.whose}</p> : null}
      {mapping.columns.includes('tags') ? <div><Checkbox checked={mapping.createTags} disabled={!record.mayCreateTags} onChange={(event) => change({ createTags: event.target.checked })}>{t.tags}</Checkbox><p className="soft small">{t.tagsText}</p></div> : null}
      {check.error ? <ErrorNote compact error={check.error} /> : null}
      <div className="row"><Button type="primary" loading={check.isPending} onClick={() => check.mutate(undefined)} data-testid="check">{t.go}</Button></div>
    </div>
  );
}

/** How the text is read, in case it was not recognised rightly. */
function Reading({ record, onRead }: { record: ImportDetail; onRead: (mapping: Mapping) => void }) {
  const t = useWords();
  const shared = useImportWords();
  const [encoding, delimiter] = [record.encoding ?? 'utf-8', record.delimiter ?? ','];
  const reread = useAct((part: { encoding?: typeof encoding; delimiter?: typeof delimiter }) => api.imports.reread({ id: record.id, encoding, delimiter, ...part }), { touches: ['imports'], onDone: ({ mapping }) => onRead(mapping) });
  return (
    <div className="row">
      <Select aria-label={t.encoding} value={encoding} loading={reread.isPending} onChange={(value) => reread.mutate({ encoding: value })} data-testid="encoding" options={(['utf-8', 'gb18030', 'utf-16le'] as const).map((value) => ({ value, label: shared.encodings[value] }))} />
      <Select aria-label={t.delimiter} value={delimiter} loading={reread.isPending} onChange={(value) => reread.mutate({ delimiter: value })} options={([',', ';', '\t'] as const).map((value) => ({ value, label: shared.delimiters[value] }))} />
    </div>
  );
}
