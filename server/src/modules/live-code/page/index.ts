export { openUntil } from './book';
export { PageCodes } from './codes';
export { LiveCodeChange, LiveCodeWay } from './entity';
export { escaped, shellOf, type Company } from './html';
export { pageJobs } from './jobs';
export { channelCodePage } from './kind';
export { noteCode } from './news';
export { leanCodePage, noticePage } from './serve';
