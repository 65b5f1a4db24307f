/// <reference types="@tarojs/taro" />
declare module '*.css';
declare module '*.scss';

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5';
    /** Where the API is. Empty on H5: the pages come from the same server. */
    TARO_APP_SERVER: string;
  }
}
