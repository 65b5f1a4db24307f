/** The few pages that the platform itself shows: installing, signing in, choosing who one is. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--ink:#1f2329;--soft:#646a73;--line:#dee0e3;--ground:#f5f6f7;--card:#fff;--main:#2b6bff}
@media(prefers-color-scheme:dark){:root{--ink:#ebebeb;--soft:#a6a6a6;--line:#3a3a3a;--ground:#141414;--card:#1f1f1f;--main:#5b8cff}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:560px;margin:6vh auto;padding:28px;background:var(--card);border-radius:16px;box-shadow:0 1px 3px #0001,0 12px 32px #0000000d}
@media(max-width:620px){main{margin:0;min-height:100vh;border-radius:0}}
h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:24px 0 8px}p{color:var(--soft);margin:0 0 16px}small{color:var(--soft)}
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:8px}
li a,.row{display:flex;gap:12px;align-items:center;padding:10px 12px;border:1px solid var(--line);border-radius:12px;color:inherit;text-decoration:none}
li a:hover,li a:focus-visible{border-color:var(--main);outline:none;box-shadow:0 0 0 3px #2b6bff22}
li img,.face{width:40px;height:40px;border-radius:10px;flex:none;background:var(--line)}li b{display:block;font-weight:600}
.button{display:inline-block;margin-top:20px;padding:10px 24px;border-radius:10px;background:var(--main);color:#fff;text-decoration:none;font-weight:600}
.off{opacity:.5}.tag{display:inline-block;padding:0 8px;border-radius:8px;background:#2b6bff1a;color:var(--main);font-size:12px}`;

export function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(title)}</title><style>${style}</style><main>${body}</main></html>`;
}

export function person(href: string, face: string, name: string, detail: string): string {
  const picture = face ? `<img src="${escape(face)}" alt="">` : '<span class="face"></span>';
  return `<li><a href="${escape(href)}">${picture}<span><b>${escape(name)}</b><small>${escape(detail)}</small></span></a></li>`;
}

export function failure(title: string, sentence: string): string {
  return page(title, `<h1>${escape(title)}</h1><p>${escape(sentence)}</p>`);
}
