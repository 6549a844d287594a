/** What the card in a frame says, in the languages of the element. Knows nothing of when. */
const WORDS = {
  en: {
    join: 'Join here',
    open: 'Open the call',
    sandbox: 'This website shows the call in a locked frame, where no camera and no microphone can work.',
    permission: 'This website does not let the frame use camera and microphone.',
    insecure: 'The website around this frame is not served over https, so browsers give no camera and no microphone.',
    policy: 'A security policy of this page blocks a part of the call.',
    script: 'The call could not be loaded. Check your connection, then try again.',
  },
  de: {
    join: 'Hier beitreten',
    open: 'Anruf öffnen',
    sandbox:
      'Diese Website zeigt den Anruf in einem gesperrten Rahmen, in dem weder Kamera noch Mikrofon funktionieren.',
    permission: 'Diese Website lässt den Rahmen weder Kamera noch Mikrofon verwenden.',
    insecure:
      'Die Website um diesen Rahmen kommt nicht über https, daher geben Browser weder Kamera noch Mikrofon frei.',
    policy: 'Eine Sicherheitsrichtlinie dieser Seite blockiert einen Teil des Anrufs.',
    script: 'Der Anruf konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  },
  es: {
    join: 'Unirse aquí',
    open: 'Abrir la llamada',
    sandbox:
      'Este sitio web muestra la llamada en un marco bloqueado, donde no funcionan ni la cámara ni el micrófono.',
    permission: 'Este sitio web no permite que el marco use la cámara y el micrófono.',
    insecure:
      'El sitio web que rodea este marco no usa https, así que el navegador no da acceso a cámara ni micrófono.',
    policy: 'Una directiva de seguridad de esta página bloquea parte de la llamada.',
    script: 'No se pudo cargar la llamada. Comprueba tu conexión e inténtalo de nuevo.',
  },
  fr: {
    join: 'Rejoindre ici',
    open: 'Ouvrir l’appel',
    sandbox: 'Ce site affiche l’appel dans un cadre verrouillé, où ni caméra ni micro ne peuvent fonctionner.',
    permission: 'Ce site ne laisse pas le cadre utiliser la caméra et le micro.',
    insecure: 'Le site autour de ce cadre n’est pas en https : le navigateur ne donne donc ni caméra ni micro.',
    policy: 'Une règle de sécurité de cette page bloque une partie de l’appel.',
    script: 'L’appel n’a pas pu être chargé. Vérifiez votre connexion, puis réessayez.',
  },
  it: {
    join: 'Partecipa qui',
    open: 'Apri la chiamata',
    sandbox:
      'Questo sito mostra la chiamata in un riquadro bloccato, dove fotocamera e microfono non possono funzionare.',
    permission: 'Questo sito non permette al riquadro di usare fotocamera e microfono.',
    insecure: 'Il sito intorno a questo riquadro non usa https, quindi il browser non concede fotocamera e microfono.',
    policy: 'Una regola di sicurezza di questa pagina blocca una parte della chiamata.',
    script: 'Non è stato possibile caricare la chiamata. Controlla la connessione e riprova.',
  },
  pt: {
    join: 'Entrar aqui',
    open: 'Abrir a chamada',
    sandbox: 'Este site mostra a chamada em um quadro bloqueado, onde câmera e microfone não funcionam.',
    permission: 'Este site não permite que o quadro use a câmera e o microfone.',
    insecure: 'O site em volta deste quadro não usa https, por isso o navegador não libera câmera nem microfone.',
    policy: 'Uma política de segurança desta página bloqueia parte da chamada.',
    script: 'Não foi possível carregar a chamada. Verifique sua conexão e tente de novo.',
  },
  ro: {
    join: 'Intrați aici',
    open: 'Deschideți apelul',
    sandbox: 'Acest site arată apelul într-un cadru blocat, în care nu pot funcționa nici camera, nici microfonul.',
    permission: 'Acest site nu permite cadrului să folosească camera și microfonul.',
    insecure:
      'Site-ul din jurul acestui cadru nu folosește https, așa că browserul nu oferă nici cameră, nici microfon.',
    policy: 'O politică de securitate a acestei pagini blochează o parte a apelului.',
    script: 'Apelul nu a putut fi încărcat. Verificați conexiunea și încercați din nou.',
  },
  ru: {
    join: 'Войти здесь',
    open: 'Открыть звонок',
    sandbox: 'Этот сайт показывает звонок в заблокированной рамке, где не работают ни камера, ни микрофон.',
    permission: 'Этот сайт не разрешает рамке использовать камеру и микрофон.',
    insecure: 'Сайт вокруг этой рамки открыт не по https, поэтому браузер не даёт ни камеры, ни микрофона.',
    policy: 'Политика безопасности этой страницы блокирует часть звонка.',
    script: 'Не удалось загрузить звонок. Проверьте соединение и повторите попытку.',
  },
};

/** In the first language of the visitor that there is; English where there is none. */
export function words() {
  const tags = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
  const language = tags.find((tag) => Object.hasOwn(WORDS, tag)) ?? 'en';
  return { language, ...WORDS[language] };
}
