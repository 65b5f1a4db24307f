import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The figures of one app; every app has its own, so that two in one process do not mix. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({ name: 'scrm_http_seconds', help: 'Time of API calls', labelNames: ['call', 'status'], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers }),
    callbacks: new Counter({ name: 'scrm_callbacks_total', help: 'Callbacks accepted', labelNames: ['endpoint'], registers }),
    callbacksRefused: new Counter({ name: 'scrm_callbacks_refused_total', help: 'Callbacks refused', labelNames: ['code'], registers }),
    jobs: new Counter({ name: 'scrm_jobs_total', help: 'Job runs', labelNames: ['name', 'outcome'], registers }),
    jobSeconds: new Histogram({ name: 'scrm_job_seconds', help: 'Time of job runs', labelNames: ['lane'], buckets: [0.01, 0.05, 0.2, 1, 5, 30, 120], registers }),
    jobsWaiting: new Gauge({ name: 'scrm_jobs_waiting', help: 'Jobs that are due and wait', labelNames: ['lane'], registers }),
    wecomCalls: new Counter({ name: 'scrm_wecom_calls_total', help: 'Calls to WeCom', labelNames: ['api', 'errcode'], registers }),
    welcomeSeconds: new Histogram({ name: 'scrm_welcome_seconds', help: 'From callback to send_welcome_msg', buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20], registers }),
    welcomes: new Counter({ name: 'scrm_welcomes_total', help: 'Welcomes by outcome', labelNames: ['outcome'], registers }),
    audienceLag: new Gauge({ name: 'scrm_audience_lag_seconds', help: 'Age of the oldest change that the last look brought into the audience index', registers }),
    audienceCustomers: new Gauge({ name: 'scrm_audience_customers', help: 'Customers in the audience index', labelNames: ['corp', 'ready'], registers }),
    suiteTicketAge: new Gauge({ name: 'scrm_suite_ticket_age_seconds', help: 'Age of the newest suite_ticket', registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
