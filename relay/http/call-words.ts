/**
 * What the pages of a call say beside the element: titles, the card of a frame, and why a call cannot be there. Terms are
 * those of the element (component/localization). Knows no page.
 */
import type { Language } from './page-language.ts';

/** In braces stands what is filled in. */
export interface CallWords {
  readonly title: string;
  readonly description: string;
  readonly invitation: string;
  readonly picture: string;
  readonly frame: string;
  readonly place: string;
  readonly join: string;
  readonly open: string;
  readonly ownTab: string;
  readonly watch: string;
  readonly again: string;
  readonly opening: string;
  readonly needsScript: string;
  readonly sandbox: string;
  readonly insecure: string;
  readonly policy: string;
  readonly denied: string;
  readonly socket: string;
  readonly relay: string;
}

/** What is said only when something happens: the page's own script says it. */
const LATER = ['title', 'place', 'join', 'open', 'ownTab', 'watch', 'again', 'opening'] as const;
const REASONS = ['sandbox', 'insecure', 'policy', 'denied', 'socket', 'relay'] as const;

export const laterWords = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries([...LATER, ...REASONS].map((key) => [key, CALL_WORDS[language][key]]));

/** Values take the place of their names in braces, as they are. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : place));

export const CALL_WORDS: Readonly<Record<Language, CallWords>> = {
  en: {
    title: '{room} – live call',
    description: 'Picture, sound, screen and chat in your browser. Nothing to install, no account.',
    invitation: 'Join the call: {room}',
    picture: 'A live call: four people in their tiles',
    frame: 'Live call: {room}',
    place: 'A live call on {host}.',
    join: 'Join the call',
    open: 'Open the call',
    ownTab: 'Open in its own tab',
    watch: 'Join here, watching only',
    again: 'Try again',
    opening: 'Opening the call …',
    needsScript: 'A call needs JavaScript. Allow it for this page, and reload it.',
    sandbox: 'This website shows the call in a sandbox, where browsers give it no camera and no microphone.',
    insecure: 'Browsers give camera and microphone to secure pages (https) only, and this page is not secure.',
    policy: 'This website does not let the call in its page use your camera and microphone.',
    denied: 'Your browser gives the call in this page no camera and no microphone; the website may forbid it.',
    socket: 'Something on the way, such as a firewall or a proxy, blocks the connection that a call needs.',
    relay: 'The relay of this call does not answer.',
  },
  de: {
    title: '{room} – Live-Anruf',
    description: 'Bild, Ton, Bildschirm und Chat in Ihrem Browser. Ohne Installation, ohne Konto.',
    invitation: 'Am Anruf teilnehmen: {room}',
    picture: 'Ein Live-Anruf: vier Personen in ihren Kacheln',
    frame: 'Live-Anruf: {room}',
    place: 'Ein Live-Anruf auf {host}.',
    join: 'Am Anruf teilnehmen',
    open: 'Anruf öffnen',
    ownTab: 'In eigenem Tab öffnen',
    watch: 'Hier nur zusehen',
    again: 'Erneut versuchen',
    opening: 'Anruf wird geöffnet …',
    needsScript: 'Ein Anruf braucht JavaScript. Erlauben Sie es für diese Seite, und laden Sie sie neu.',
    sandbox: 'Diese Website zeigt den Anruf in einer Sandbox, in der Browser ihm weder Kamera noch Mikrofon geben.',
    insecure:
      'Browser geben Kamera und Mikrofon nur für sichere Seiten (https) frei, und diese Seite ist nicht sicher.',
    policy: 'Diese Website lässt den Anruf in ihrer Seite Ihre Kamera und Ihr Mikrofon nicht verwenden.',
    denied:
      'Ihr Browser gibt dem Anruf in dieser Seite weder Kamera noch Mikrofon; vielleicht verbietet es die Website.',
    socket: 'Etwas auf dem Weg, etwa eine Firewall oder ein Proxy, blockiert die Verbindung, die ein Anruf braucht.',
    relay: 'Das Relay dieses Anrufs antwortet nicht.',
  },
  es: {
    title: '{room} – llamada en directo',
    description: 'Imagen, sonido, pantalla y chat en tu navegador. Sin instalar nada y sin cuenta.',
    invitation: 'Unirse a la llamada: {room}',
    picture: 'Una llamada en directo: cuatro personas en sus recuadros',
    frame: 'Llamada en directo: {room}',
    place: 'Una llamada en directo en {host}.',
    join: 'Unirse a la llamada',
    open: 'Abrir la llamada',
    ownTab: 'Abrir en otra pestaña',
    watch: 'Entrar aquí solo para ver',
    again: 'Reintentar',
    opening: 'Abriendo la llamada…',
    needsScript: 'Una llamada necesita JavaScript. Actívalo para esta página y vuelve a cargarla.',
    sandbox:
      'Este sitio web muestra la llamada en un entorno aislado, donde los navegadores no le dan ni cámara ni micrófono.',
    insecure:
      'Los navegadores solo dan la cámara y el micrófono a páginas seguras (https), y esta página no es segura.',
    policy: 'Este sitio web no permite que la llamada de su página use tu cámara y tu micrófono.',
    denied: 'Tu navegador no da ni cámara ni micrófono a la llamada de esta página; puede que el sitio web lo prohíba.',
    socket: 'Algo en el camino, como un cortafuegos o un proxy, bloquea la conexión que necesita una llamada.',
    relay: 'El relay de esta llamada no responde.',
  },
  fr: {
    title: '{room} – appel en direct',
    description: 'Image, son, écran et chat dans votre navigateur. Rien à installer, aucun compte.',
    invitation: 'Rejoindre l’appel : {room}',
    picture: 'Un appel en direct : quatre personnes dans leurs vignettes',
    frame: 'Appel en direct : {room}',
    place: 'Un appel en direct sur {host}.',
    join: 'Rejoindre l’appel',
    open: 'Ouvrir l’appel',
    ownTab: 'Ouvrir dans un autre onglet',
    watch: 'Rejoindre ici sans caméra ni micro',
    again: 'Réessayer',
    opening: 'Ouverture de l’appel…',
    needsScript: 'Un appel a besoin de JavaScript. Autorisez-le pour cette page, puis rechargez-la.',
    sandbox: 'Ce site affiche l’appel dans un bac à sable, où les navigateurs ne lui donnent ni caméra ni micro.',
    insecure:
      'Les navigateurs ne donnent la caméra et le micro qu’aux pages sécurisées (https), et cette page ne l’est pas.',
    policy: 'Ce site ne laisse pas l’appel de sa page utiliser votre caméra et votre micro.',
    denied:
      'Votre navigateur ne donne ni caméra ni micro à l’appel de cette page ; il se peut que le site l’interdise.',
    socket: 'Quelque chose en chemin, comme un pare-feu ou un proxy, bloque la connexion nécessaire à un appel.',
    relay: 'Le relais de cet appel ne répond pas.',
  },
  it: {
    title: '{room} – chiamata dal vivo',
    description: 'Immagine, audio, schermo e chat nel tuo browser. Niente da installare, nessun account.',
    invitation: 'Partecipa alla chiamata: {room}',
    picture: 'Una chiamata dal vivo: quattro persone nei loro riquadri',
    frame: 'Chiamata dal vivo: {room}',
    place: 'Una chiamata dal vivo su {host}.',
    join: 'Partecipa alla chiamata',
    open: 'Apri la chiamata',
    ownTab: 'Apri in un’altra scheda',
    watch: 'Entra qui solo per guardare',
    again: 'Riprova',
    opening: 'Apertura della chiamata…',
    needsScript: 'Una chiamata ha bisogno di JavaScript. Consentilo per questa pagina e ricaricala.',
    sandbox:
      'Questo sito mostra la chiamata in una sandbox, dove i browser non le concedono né videocamera né microfono.',
    insecure: 'I browser concedono videocamera e microfono solo alle pagine sicure (https), e questa pagina non lo è.',
    policy: 'Questo sito non permette alla chiamata nella sua pagina di usare la tua videocamera e il tuo microfono.',
    denied:
      'Il tuo browser non concede né videocamera né microfono alla chiamata in questa pagina; forse il sito lo vieta.',
    socket: 'Qualcosa lungo la strada, come un firewall o un proxy, blocca la connessione che serve a una chiamata.',
    relay: 'Il relay di questa chiamata non risponde.',
  },
  pt: {
    title: '{room} – chamada ao vivo',
    description: 'Imagem, som, tela e chat no seu navegador. Nada para instalar, sem conta.',
    invitation: 'Entrar na chamada: {room}',
    picture: 'Uma chamada ao vivo: quatro pessoas em seus quadros',
    frame: 'Chamada ao vivo: {room}',
    place: 'Uma chamada ao vivo em {host}.',
    join: 'Entrar na chamada',
    open: 'Abrir a chamada',
    ownTab: 'Abrir em outra aba',
    watch: 'Entrar aqui só para assistir',
    again: 'Tentar de novo',
    opening: 'Abrindo a chamada…',
    needsScript: 'Uma chamada precisa de JavaScript. Permita-o nesta página e recarregue-a.',
    sandbox: 'Este site mostra a chamada em um ambiente isolado, onde os navegadores não liberam câmera nem microfone.',
    insecure: 'Os navegadores só liberam câmera e microfone para páginas seguras (https), e esta página não é segura.',
    policy: 'Este site não permite que a chamada em sua página use a sua câmera e o seu microfone.',
    denied: 'O seu navegador não libera câmera nem microfone para a chamada nesta página; talvez o site não permita.',
    socket: 'Algo no caminho, como um firewall ou um proxy, bloqueia a conexão de que uma chamada precisa.',
    relay: 'O relay desta chamada não responde.',
  },
  ro: {
    title: '{room} – apel în direct',
    description: 'Imagine, sunet, ecran și chat în browserul dumneavoastră. Nimic de instalat, fără cont.',
    invitation: 'Intrați în apel: {room}',
    picture: 'Un apel în direct: patru persoane în casetele lor',
    frame: 'Apel în direct: {room}',
    place: 'Un apel în direct pe {host}.',
    join: 'Intrați în apel',
    open: 'Deschideți apelul',
    ownTab: 'Deschideți în altă filă',
    watch: 'Intrați aici doar ca să priviți',
    again: 'Încercați din nou',
    opening: 'Se deschide apelul…',
    needsScript: 'Un apel are nevoie de JavaScript. Permiteți-l pentru această pagină și reîncărcați-o.',
    sandbox: 'Acest site arată apelul într-un mediu izolat, în care browserele nu îi dau nici cameră, nici microfon.',
    insecure: 'Browserele dau camera și microfonul numai paginilor sigure (https), iar această pagină nu este sigură.',
    policy: 'Acest site nu permite apelului din pagina sa să folosească microfonul și camera dumneavoastră.',
    denied:
      'Browserul dumneavoastră nu dă apelului din această pagină nici cameră, nici microfon; poate că site-ul interzice.',
    socket: 'Ceva pe drum, cum ar fi un firewall sau un proxy, blochează conexiunea de care are nevoie un apel.',
    relay: 'Releul acestui apel nu răspunde.',
  },
  ru: {
    title: '{room} – звонок',
    description: 'Изображение, звук, экран и чат в вашем браузере. Ничего не нужно устанавливать, аккаунт не нужен.',
    invitation: 'Войти в звонок: {room}',
    picture: 'Звонок: четыре человека, каждый в своём окошке',
    frame: 'Звонок: {room}',
    place: 'Звонок на {host}.',
    join: 'Войти в звонок',
    open: 'Открыть звонок',
    ownTab: 'Открыть в отдельной вкладке',
    watch: 'Войти здесь, только смотреть',
    again: 'Повторить',
    opening: 'Звонок открывается…',
    needsScript: 'Для звонка нужен JavaScript. Разрешите его для этой страницы и обновите её.',
    sandbox: 'Этот сайт показывает звонок в песочнице, где браузеры не дают ему ни камеры, ни микрофона.',
    insecure:
      'Браузеры дают доступ к камере и микрофону только защищённым страницам (https), а эта страница не защищена.',
    policy: 'Этот сайт не разрешает звонку на своей странице использовать вашу камеру и микрофон.',
    denied: 'Ваш браузер не даёт звонку на этой странице ни камеры, ни микрофона; возможно, это запрещает сайт.',
    socket: 'Что-то по пути, например брандмауэр или прокси, блокирует соединение, которое нужно для звонка.',
    relay: 'Ретранслятор этого звонка не отвечает.',
  },
};
