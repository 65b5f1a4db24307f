/**
 * How long an answer may take, as data: 15 working days by the State Council's calendar, whose make-up Saturdays and Sundays bring
 * the day nearer. GB/T 35273-2020 §8.7 allows 30 days, so whoever keeps this keeps both.
 */
export const answerWithin = {
  workingDays: 15,
  zh: '《App 违法违规收集使用个人信息行为认定方法》第六条：受理后 15 个工作日内完成核查和处理',
  en: 'Rules on unlawful collection of personal information by apps (2019), Art. 6: within 15 working days',
  url: 'https://www.cac.gov.cn/2019-12/27/c_1578986455686625.htm',
} as const;
