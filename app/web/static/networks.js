// Makes the chart of a network livelier: moving, zooming, and walking through it by keyboard. Everything it shows is
// in the picture that the server drew, which is what prints and what is there without scripts.

const LARGEST = 1.4

const box = document.querySelector('[data-network]')
const svg = box?.querySelector('svg')
if (box && svg && globalThis.cytoscape) start()

function start() {
  const people = [...svg.querySelectorAll('[data-uid]')].map(one => one.dataset)
  const links = [...svg.querySelectorAll('[data-a]')].map(one => one.dataset)
  const stage = element('div', 'concord-net__stage', {
    tabindex: '0',
    role: 'application',
    'aria-label': `${svg.getAttribute('aria-label')} Up and down move from person to person, left and right through ` +
      'the people somebody is linked to, Enter goes to one of them. Plus and minus zoom, 0 shows everything.',
  })
  const said = element('div', 'concord-net__said', { role: 'status' })
  said.textContent = 'Choose somebody on the chart, or come here by keyboard and press an arrow key.'
  box.classList.add('concord-net--lively')
  box.append(tools(), stage, said)
  const cy = drawn(stage, people, links)
  if (cy.zoom() > LARGEST) cy.zoom(LARGEST).center()
  const walk = walking(cy, people, links, said)
  stage.addEventListener('keydown', event => walk.key(event))
  cy.on('tap', 'node', event => walk.choose(event.target.id()))
  cy.on('tap', 'edge', event => walk.tell(linkWords(event.target.data())))

  function tools() {
    const bar = element('div', 'concord-net__tools')
    const steps = [['Zoom in', () => zoom(1.3)], ['Zoom out', () => zoom(1 / 1.3)], ['Show everything', () => cy.fit(undefined, 20)]]
    for (const [words, act] of steps) {
      const button = element('button', 'govuk-button govuk-button--secondary', { type: 'button' })
      button.textContent = words
      button.addEventListener('click', act)
      bar.append(button)
    }
    return bar
  }

  function zoom(factor) {
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
  }

  function linkWords(data) {
    return `${name(data.source)} and ${name(data.target)}: ${data.words}`
  }

  function name(uid) {
    const one = cy.getElementById(uid).data()
    return `${one.number} ${one.name}`
  }

  function walking(graph, everybody, ties, status) {
    const order = everybody.map(one => one.uid)
    const linked = new Map(order.map(uid => [uid, []]))
    for (const tie of ties) {
      if (!linked.get(tie.a).includes(tie.b)) linked.get(tie.a).push(tie.b)
      if (!linked.get(tie.b).includes(tie.a)) linked.get(tie.b).push(tie.a)
    }
    let from = null
    let at = null

    function choose(uid) {
      from = uid
      show(uid)
    }

    function show(uid) {
      at = uid
      graph.elements().removeClass('chosen near')
      const node = graph.getElementById(uid).addClass('chosen')
      graph.getElementById(from).connectedEdges().addClass('near')
      if (!inView(node)) graph.center(node)
      const one = node.data()
      const to = linked.get(uid)
      const between = uid === from ? '' : ` ${ties.filter(tie => pair(tie, from, uid)).map(tie => tie.words).join('; ')}.`
      tell(`${one.number} ${one.name}: ${one.words}.${between} Linked to ${to.length ? to.map(name).join(', ') : 'nobody'}.`)
    }

    function tell(words) {
      status.textContent = words
    }

    function inView(node) {
      const { x1, x2, y1, y2 } = node.renderedBoundingBox()
      return x1 >= 0 && y1 >= 0 && x2 <= graph.width() && y2 <= graph.height()
    }

    function step(list, uid, by) {
      return list[(list.indexOf(uid) + by + list.length) % list.length]
    }

    function key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      const near = from === null ? [] : linked.get(from)
      const keys = {
        ArrowDown: () => choose(at === null ? order[0] : step(order, from, 1)),
        ArrowUp: () => choose(at === null ? order.at(-1) : step(order, from, -1)),
        ArrowRight: () => near.length && show(at === from ? near[0] : step(near, at, 1)),
        ArrowLeft: () => near.length && show(at === from ? near.at(-1) : step(near, at, -1)),
        Home: () => choose(order[0]),
        End: () => choose(order.at(-1)),
        Enter: () => at !== null && choose(at),
        '+': () => zoom(1.3),
        '=': () => zoom(1.3),
        '-': () => zoom(1 / 1.3),
        0: () => graph.fit(undefined, 20),
      }
      if (!(event.key in keys)) return
      event.preventDefault()
      keys[event.key]()
    }

    return { choose, key, tell }
  }
}

function pair(tie, one, other) {
  return (tie.a === one && tie.b === other) || (tie.a === other && tie.b === one)
}

function drawn(stage, people, links) {
  const many = people.length > 100
  return globalThis.cytoscape({
    container: stage,
    elements: [
      ...people.map(one => ({
        data: { id: one.uid, ...one, label: many ? one.number : `${one.number} ${one.name}` },
        position: { x: Number(one.x), y: Number(one.y) },
        classes: [one.shape, 'mentioned' in one ? 'mentioned' : '', 'path' in one ? 'path' : ''].filter(Boolean),
      })),
      ...links.map(one => ({
        data: { source: one.a, target: one.b, words: one.words, strength: Number(one.strength) },
        classes: [`kind-${one.kind}`, one.way || '', 'path' in one ? 'path' : ''].filter(Boolean),
      })),
    ],
    layout: { name: 'preset', padding: 20 },
    style: looks(many),
    minZoom: 0.05,
    maxZoom: 4,
    pixelRatio: many ? 1 : 'auto',
    hideEdgesOnViewport: many,
    textureOnViewport: many,
    boxSelectionEnabled: false,
    autounselectify: true,
  })
}

function looks(many) {
  const size = many ? 44 : 34
  const shapes = {
    square: ['rectangle', '#fdf3e3'], diamond: ['diamond', '#efe6f6'], triangle: ['triangle', '#efe6f6'],
    hexagon: ['hexagon', '#e8f4ec'], hidden: ['round-rectangle', '#e4e4e4'], small: ['ellipse', '#ffffff'],
  }
  const lines = {
    family: ['#3d4a48', [14, 3]], partner: ['#3d4a48', [14, 3, 3, 3]], rival: ['#a8232e', [8, 5]],
    threat_from: ['#a8232e', null], exploits: ['#5b2a86', [10, 4, 2, 4]], debt: ['#5b2a86', [2, 4]],
    co_incident: ['#a4590b', [6, 3]], online: ['#1b5c74', [2, 3]], hidden: ['#9aa19f', [1, 4]],
  }
  const thick = many ? 1 : 1.4
  return [
    { selector: 'node', style: {
      width: size, height: size, 'background-color': '#e6eeeb', 'border-width': 2, 'border-color': '#1d2424',
      label: 'data(label)', color: '#1d2424', 'font-size': many ? 22 : 14, 'font-weight': 700,
      'text-valign': many ? 'center' : 'bottom', 'text-margin-y': many ? 0 : 4, 'text-wrap': 'wrap', 'text-max-width': 90,
      'text-background-color': '#ffffff', 'text-background-opacity': many ? 0 : 0.8, 'min-zoomed-font-size': 6 } },
    ...Object.entries(shapes).map(([name, [shape, colour]]) => (
      { selector: `node.${name}`, style: { shape, 'background-color': colour } })),
    { selector: 'node.small', style: { width: size * 0.75, height: size * 0.75 } },
    { selector: 'node.mentioned', style: { 'border-style': 'dashed' } },
    { selector: 'node.path', style: { 'border-width': 6 } },
    { selector: 'edge', style: {
      width: edge => edge.data('strength') * thick, 'line-color': '#6b7573', 'curve-style': many ? 'straight' : 'bezier',
      'target-arrow-color': '#1d2424', 'source-arrow-color': '#1d2424', opacity: many ? 0.6 : 1 } },
    ...Object.entries(lines).map(([name, [colour, dash]]) => ({
      selector: `edge.kind-${name}`,
      style: { 'line-color': colour, ...(dash ? { 'line-style': 'dashed', 'line-dash-pattern': dash } : {}) },
    })),
    { selector: 'edge.to', style: { 'target-arrow-shape': 'triangle' } },
    { selector: 'edge.from', style: { 'source-arrow-shape': 'triangle' } },
    { selector: 'edge.path', style: { width: 8, 'line-color': '#1d2424', opacity: 1 } },
    { selector: 'edge.near', style: { 'line-color': '#1d2424', width: 5, opacity: 1, 'z-index': 9 } },
    { selector: 'node.chosen', style: { 'border-width': 6, 'border-color': '#0b0c0c', 'background-color': '#ffdd00' } },
  ]
}

function element(tag, className, attributes = {}) {
  const made = document.createElement(tag)
  made.className = className
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
