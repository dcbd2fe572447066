import { BASE_STYLE } from "../../lib/report/html/base-style.ts";
import { html, Markup } from "../../lib/report/html/markup.ts";
import type { Machine } from "../platform-packages.ts";

/** 使用说明.html: all that a clerk needs to know of the desk folder, on one page. */

interface Desk {
  readonly version: string;
  readonly machine: Machine;
  /** Names in the desk folder: of the program's folder, of what is double clicked. */
  readonly program: string;
  readonly starter: string;
}

const STYLE = `${BASE_STYLE}
main{max-width:46rem}
h1{font-size:1.7rem;line-height:1.3}
h2{font-size:1.15rem;margin:2.2rem 0 .5rem;padding-top:.9rem;border-top:1px solid var(--line)}
header p{color:var(--soft)}
p+p,ol+p,ul+p{margin-top:.6rem}
main ol{list-style:decimal;padding-left:1.6em}
main ul{list-style:disc;padding-left:1.6em}
li{margin:.25rem 0}
dt{font-weight:600;margin-top:.7rem}
code{font:.9em/1.5 Consolas,"DejaVu Sans Mono",monospace;background:var(--pale);padding:.1em .3em}
pre{background:var(--pale);padding:.6rem .8rem;margin:.5rem 0;white-space:pre-wrap}
pre code{padding:0}
`;

const WINDOWS_WINDOW = "黑色窗口";

/** The whole page. */
export function guide(desk: Desk): string {
  const isWindows = desk.machine.platform === "win32";
  const system = isWindows ? "Windows 10 或更高版本（64位）" : `Linux（${desk.machine.architecture}）`;
  return html`<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>使用说明</title>
<style>${new Markup(STYLE)}</style>
<main>
<header>
<h1>年报核对程序使用说明</h1>
<p>Tabularium ${desk.version}，用于 ${system}。不用安装，不要管理员权限，不联网：文件不会离开这台电脑。</p>
</header>
${isWindows ? startOnWindows(desk) : startOnLinux(desk)}
${stopping(isWindows ? WINDOWS_WINDOW : "终端窗口")}
${updating(desk)}
${keeping}
${sharing(desk, isWindows)}
${isWindows ? troubleOnWindows(desk) : troubleOnLinux}
</main>
</html>
`.text;
}

const afterStart = (
  starter: string,
) => html`<li>浏览器会打开核对页面。把报告（文件、文件夹或 .zip 压缩包）拖进去，结论会自动出现。也可以直接放进“数据”里的 <code>inbox</code> 文件夹。</li>
</ol>
<p>想先试一试，就把“样例”文件夹拖进去；其中的机关和数字都是编的。页面关了，再双击一次“${starter}”就会打开，不会启动第二份。</p>`;

const startOnWindows = ({ starter }: Desk) => html`<h2>开始</h2>
<ol>
<li>把压缩包<b>全部解压</b>到本机的一个文件夹，例如 <code>D:\\年报核对</code>。不要在压缩包里直接双击，也不要放在网络盘或微信、QQ的接收文件夹里。</li>
<li>双击“${starter}”，会出现一个${WINDOWS_WINDOW}，请让它开着。如果提示“Windows 已保护你的电脑”，点“更多信息”，再点“仍要运行”。</li>
${afterStart(starter)}`;

const startOnLinux = ({ starter }: Desk) => html`<h2>开始</h2>
<ol>
<li>把压缩包解压到本机的一个文件夹（<code>tar -xzf 压缩包</code>，或右键“解压到此处”），不要放在网络盘上。</li>
<li>双击“${starter}”，选“在终端中运行”；或者在终端里输入 <code>./${starter}</code>。请让终端窗口开着。</li>
${afterStart(starter)}`;

const stopping = (window: string) => html`<h2>停止</h2>
<p>关闭${window}，或在里面按 Ctrl+C。随时可以停，断电、死机也不要紧：没处理完的文件下次启动后接着处理，不丢，也不会重复。</p>`;

const updating = ({ program, starter }: Desk) => html`<h2>换成新版本</h2>
<ol>
<li>停止程序，并照下面一节做一次备份。</li>
<li>把新的压缩包解压到别处，打开解压出来的文件夹，<b>全选、复制</b>，粘贴到原来的文件夹里，选“替换目标中的文件”。“数据”不会被动到。</li>
<li>双击“${starter}”。</li>
</ol>
<p>程序在名字带版本号的文件夹里（现在是 <code>${program}</code>），旧的那个可以删掉。换版本后，已有的报告会自动重新核对一遍；扫描件多时要几个小时，其间照常使用。</p>`;

const keeping = html`<h2>备份、换电脑</h2>
<p>所有原件、结果和目录都在“数据”文件夹里。停止程序后，把“数据”整个复制到别处就是备份；要恢复，就放回原处。换电脑时，把整个程序文件夹连同“数据”复制过去即可。</p>`;

const sharing = ({ program }: Desk, isWindows: boolean) => html`<h2>交给同事</h2>
<ul>
<li><b>给结果：</b>页面上的“下载问题清单”“下载全部数字”可用 Excel 或 WPS 打开，问题清单可直接退回各单位；单份报告的核对页面可以打印。</li>
<li><b>给程序：</b>把压缩包给他，各用各的。不要连“数据”一起给，里面有报告原件。</li>
<li><b>几个人共用一份数据：</b>请信息化人员先停止程序，再打开命令行，进入这个文件夹运行下面的命令（令牌换成一长串随机字符）。同事用浏览器打开 <code>http://这台电脑的地址:8610/?token=令牌</code>。传输不加密，只适合内部网络。
<pre><code>${serveCommand(program, isWindows)}</code></pre></li>
</ul>`;

/** The command by which colleagues can reach the server over the desk's data. */
export function serveCommand(program: string, isWindows: boolean): string {
  const command = `./${program}/node ./${program}/dist/tabularium.js serve --data 数据 --port 8610 --host 0.0.0.0 --token 令牌`;
  return isWindows ? command.replaceAll("./", ".\\").replaceAll("/", "\\") : command;
}

const troubleOnWindows = ({ program }: Desk) => html`<h2>遇到问题</h2>
<dl>
<dt>双击后没有反应，或窗口一闪就没了</dt>
<dd>先确认已经全部解压。如果杀毒软件拦截了 <code>node.exe</code>，请选择允许；仍不行，请交给信息化人员。Windows 7、8 和 32 位的 Windows 不能运行。</dd>
<dt>扫描件和图片不能识别</dt>
<dd>窗口里提示“识别程序不能运行”，多半是这台电脑缺少微软的“Visual C++ 2015–2022 运行库（x64）”或版本太旧。请信息化人员从微软网站下载安装 <code>vc_redist.x64.exe</code>；不便安装时，把同一运行库的 <code>msvcp140.dll</code>、<code>msvcp140_1.dll</code>、<code>msvcp140_atomic_wait.dll</code>、<code>vcruntime140.dll</code>、<code>vcruntime140_1.dll</code> 放到 <code>${program}\\dist\\node_modules\\onnxruntime-node\\bin\\napi-v6\\win32\\x64</code>。然后重新启动，把没识别的文件再提交一次。其余文件不受影响。</dd>
${commonTrouble}
</dl>`;

const commonTrouble = html`<dt>浏览器没有打开，或打不开页面</dt>
<dd>把窗口里的地址复制到浏览器。电脑设了代理时，让 <code>127.0.0.1</code> 不经过代理。</dd>
<dt>页面提示磁盘已满</dt>
<dd>腾出空间，程序会自动继续。</dd>
<dt>要请人帮忙看</dt>
<dd>把“数据”里的 <code>log.txt</code> 发给他：里面只有时间、文件名和结论，没有文件内容。</dd>`;

const troubleOnLinux = html`<h2>遇到问题</h2>
<dl>
<dt>提示没有权限，或找不到 GLIBC</dt>
<dd>解压时请保留可执行权限，不要放在不许运行程序的盘上。系统需要 glibc 2.28 或更高版本（如银河麒麟V10、统信UOS 20、Debian 10 及以后）。</dd>
<dt>扫描件和图片不能识别</dt>
<dd>窗口里提示“识别程序不能运行”时，多半是系统太旧或处理器不符。请交给信息化人员；其余文件不受影响。</dd>
${commonTrouble}
</dl>`;
