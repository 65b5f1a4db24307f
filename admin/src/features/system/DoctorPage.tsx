import { CheckCircleFilled, CloseCircleFilled, MedicineBoxOutlined, MinusCircleFilled } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ErrorNote } from '../../kit/error-note';
import { useLanguage, words } from '../../kit/language';
import { PageHead } from '../../kit/page-head';
import { Said } from '../../kit/person';
import { Reconciliations } from './Reconciliations';
import type { DoctorStep } from './reply';
import './system.css';

const useWords = words({
  zh: {
    title: '诊断', about: '一步一步检查企业微信的事件能不能到达，并指出是哪一步出了问题。', run: '开始诊断', again: '再次诊断', start: '诊断会检查地址、密钥、凭证、可信 IP、可见范围和时钟，通常十秒内完成，不会修改任何设置。', allOk: '全部正常，回调可以到达', failed: (n: number) => `${n} 步没有通过`, todo: '怎么办',
    states: { ok: '正常', failed: '未通过', skipped: '已跳过' },
    steps: { publicUrl: '公网地址', tokenAndKey: 'Token 与 EncodingAESKey', receiveId: '接收方 ID', suiteTicket: 'suite_ticket', accessToken: '访问凭证', trustedIp: '可信 IP', appScope: '可见范围与权限', clock: '服务器时钟', delivery: '真实回调', welcome: '欢迎语' } satisfies Record<DoctorStep['name'], string>,
  },
  en: {
    title: 'Doctor', about: 'Checks step by step whether WeCom’s events can arrive, and names the step that fails.', run: 'Run the doctor', again: 'Run again', start: 'It checks address, keys, tokens, trusted IP, visible range and clock. It takes about ten seconds and changes nothing.', allOk: 'All is well, callbacks can arrive', failed: (n: number) => counted(n, 'step fails', 'steps fail'), todo: 'What to do',
    states: { ok: 'OK', failed: 'Failed', skipped: 'Skipped' },
    steps: { publicUrl: 'Public address', tokenAndKey: 'Token and EncodingAESKey', receiveId: 'Receive id', suiteTicket: 'suite_ticket', accessToken: 'Access token', trustedIp: 'Trusted IP', appScope: 'Visible range and rights', clock: 'Server clock', delivery: 'A real callback', welcome: 'Welcomes' },
  },
});

const icons = {
  ok: <CheckCircleFilled className="success" />,
  failed: <CloseCircleFilled className="danger" />,
  skipped: <MinusCircleFilled className="soft" />,
} satisfies Record<DoctorStep['state'], unknown>;

export function DoctorPage() {
  const t = useWords();
  const run = useAct(() => api.doctor.run({}), { quiet: true });
  const failed = run.data?.steps.filter(({ state }) => state === 'failed').length ?? 0;
  return (
    <section className="stack" data-testid="doctor">
      <PageHead
        title={t.title} about={t.about}
        action={<Button type="primary" icon={<MedicineBoxOutlined />} loading={run.isPending} onClick={() => run.mutate(undefined)} data-testid="run-doctor">{run.data ? t.again : t.run}</Button>}
      />
      <section className="panel" aria-live="polite" aria-busy={run.isPending}>
        {run.isIdle ? <p className="soft">{t.start}</p> : null}
        {run.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
        {run.error ? <ErrorNote error={run.error} onAgain={() => run.mutate(undefined)} /> : null}
        {run.data ? (
          <>
            <h2 className={failed > 0 ? 'danger' : 'success'} data-testid="verdict">{failed > 0 ? t.failed(failed) : t.allOk}</h2>
            <ol className="doctor-steps">{run.data.steps.map((step) => <Step key={step.name} step={step} />)}</ol>
          </>
        ) : null}
      </section>
      <Reconciliations />
    </section>
  );
}

function Step({ step }: { step: DoctorStep }) {
  const t = useWords();
  const language = useLanguage();
  return (
    <li className="doctor-step" data-testid={`step-${step.name}`} data-state={step.state}>
      <span className="doctor-icon" role="img" aria-label={t.states[step.state]}>{icons[step.state]}</span>
      <div>
        <strong>{t.steps[step.name]}</strong> <span className="soft small">{t.states[step.state]}</span>
        <div className="break"><Said text={step.detail[language]} /></div>
        {step.fix ? <div className="doctor-fix"><strong>{t.todo}</strong> {step.fix[language]}</div> : null}
      </div>
    </li>
  );
}
