import 'react';

/** The component by which WeCom shows a colleague's name that the app may not know: https://developer.work.weixin.qq.com/document/path/91958 */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'ww-open-data': React.ClassAttributes<HTMLElement> & { type: 'userName' | 'departmentName'; openid: string };
    }
  }
}

declare global {
  interface Window {
    WWOpenData?: { bind(element: Element): void };
  }
}
