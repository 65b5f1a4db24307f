import { order } from '../../core/jobs/define';

export const groupAlign = order<{ id: string }>('welcome.alignGroup', { retries: 8 });
