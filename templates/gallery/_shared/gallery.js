// What a gallery's pages do where scripts run. Without this file they are whole: links lead to pages of posts, lists
// are in pages, carousels scroll. With it a post opens over its list, lists are filtered and searched, clips show a
// little of themselves to a pointer that rests on them, and carousels have buttons.
//
// The pages' policy holds here too: nothing becomes markup but what the gallery's own pages hold, and that is parsed
// in a document where nothing runs. Nothing is stored, and nothing is asked of any other host.
// Shipped without comments and needless spaces: ugc/gallery/script.py says what that asks of this file.
'use strict'
{
const all = (what, where = document) => [...where.querySelectorAll(what)]
const one = (name, where = document) => where?.querySelector(`[data-${name}]`)
const on = (node, name, heard) => node.addEventListener(name, heard)
const make = (tag, values) => Object.assign(document.createElement(tag), values)
const set = (node, name, value) => node.style.setProperty(name, value)
const html = document.documentElement
const root = new URL(html.dataset.root || './', location)
const within = path => new URL(path, root)
const list = location.protocol === 'file:' ? null : one('tiles')
const ahead = html.dir === 'rtl' ? -1 : 1
const reduced = what => matchMedia(`(prefers-reduced-${what}: reduce)`).matches
const sparing = () => navigator.connection?.saveData || reduced('data')
const pressed = event => event.altKey || event.ctrlKey || event.metaKey || event.shiftKey

// --- Words: `{n}` in them is a number, written with the digits that the pages use.
const words = JSON.parse(document.body.dataset.words || '{}')
const say = (key, numbers) => (words[key] || '').replace(/\{(\w+)\}/g, (_, name) =>
  numbers[name].toLocaleString(html.lang + '-u-nu-latn'))

// --- Other pages of the gallery, read once and kept for a while as documents of their own.
const got = async (path, signal) => {
  const answer = await fetch(within(path), { signal })
  if (!answer.ok) throw Error(path)
  return answer
}
const kept = new Map()
const read = (path, signal) => {
  if (!kept.has(path)) {
    // Without its style: this page's policy does not know that one, and would say so.
    kept.set(path, got(path, signal).then(async answer => new DOMParser()
      .parseFromString((await answer.text()).replace(/<style[^]*?<\/style>/, ''), 'text/html')))
    kept.get(path).catch(() => kept.delete(path))
    if (kept.size > 40) kept.delete(kept.keys().next().value)
  }
  return kept.get(path)
}

// A copy of a part of another page, fit for this one: its links lead where they led, its ids are unlike this page's,
// and what that page's own style said by a class is said again, since this page's style may lack the class.
const copied = (part, path) => {
  const copy = document.importNode(part, true)
  const nodes = [copy, ...all('*', copy)]
  const ids = new Set(nodes.map(node => node.id))
  const renamed = id => ids.has(id) ? 'shown-' + id : id
  const whole = link => {
    try { return new URL(link, within(path)).href } catch { return link }
  }
  for (const node of nodes) {
    const change = (names, changed) => names.split(' ').forEach(name => {
      const value = node.getAttribute(name)
      if (value) node.setAttribute(name, changed(value))
    })
    change('id aria-labelledby aria-describedby', ids => ids.split(' ').map(renamed).join(' '))
    change('href src poster', link => link[0] === '#' ? '#' + renamed(link.slice(1)) : whole(link))
    change('srcset', links => links.replace(/(\S+)( [\d.]+[wx])/g, (_, link, size) => whole(link) + size))
    const { colour, ratio, x, y } = node.dataset
    if (colour) set(node, '--colour', '#' + colour)
    if (ratio) set(node, '--ratio', ratio)
    if (x) set(node, '--x', x + '%')
    if (y) set(node, '--y', y + '%')
  }
  return copy
}

// --- Carousels: the strip scrolls by itself; these are buttons beside it, and words that say where it stands.
// A page may hold an empty `data-bar` for them, whose height its style keeps free, so that nothing moves.
// Sideways the finger is ours there. A strip is a scroller of its own, so it has to be told too.
const swiped = node => set(node, 'touch-action', 'pan-y pinch-zoom')
const silence = where => all('video', where).forEach(clip => clip.pause())
const carousels = where => all('[data-pieces]', where).forEach(strip => {
  const pieces = all('[data-piece]', strip)
  const last = pieces.length - 1
  if (last < 1) return swiped(strip)
  let at
  let rest
  const middle = node => node.getBoundingClientRect().left + node.clientWidth / 2
  const far = piece => middle(piece) - middle(strip)
  const button = (name, sign, by) => make('button', {
    className: 'strip-' + name,
    type: 'button',
    textContent: sign,
    ariaLabel: say(name + '_piece') || say(name),
    onclick: () => {
      tell(Math.max(0, Math.min(last, at + by)))
      strip.scrollTo({ left: strip.scrollLeft + far(pieces[at]), behavior: reduced('motion') ? 'auto' : 'smooth' })
    },
  })
  const previous = button('previous', '‹', -1)
  const next = button('next', '›', 1)
  const count = make('p', { className: 'strip-count', role: 'status' })
  const bar = one('bar', strip.parentNode) || make('div', { className: 'strip-bar' })
  const tell = now => {
    at = now
    count.textContent = `${at + 1}/${last + 1}`
    previous.ariaDisabled = at === 0
    next.ariaDisabled = at === last
    pieces.forEach(piece => piece === pieces[at] || silence(piece))
  }
  on(strip, 'scroll', () => {
    clearTimeout(rest)
    rest = setTimeout(() => {
      const ways = pieces.map(piece => Math.abs(far(piece)))
      tell(ways.indexOf(Math.min(...ways)))
    }, 120)
  })
  tell(0)
  bar.append(previous, count, next)
  strip.after(bar)
})

// --- Previews: one at a time, on a mouse that rests or on a key's focus, unless motion or data is to be spared.
let under
let soon
let preview
const tease = link => {
  if (link === under) return
  under = link
  clearTimeout(soon)
  preview?.remove()
  if (link && !reduced('motion') && !sparing()) soon = setTimeout(() => {
    preview = make('video', { className: 'preview', ariaHidden: 'true', muted: true, loop: true, autoplay: true,
      playsInline: true, src: within(link.dataset.preview) })
    link.append(preview)
  }, 150)
}
const teaser = node => node.closest('[data-preview]')
on(document, 'pointerover', event => tease(event.pointerType === 'mouse' ? teaser(event.target) : null))
on(html, 'pointerleave', () => tease(null))
on(document, 'focusin', ({ target }) => target.matches(':focus-visible') && tease(teaser(target)))
on(document, 'focusout', () => tease(null))

// --- The address: what is asked for is in its query, the post that is open in its fragment.
const go = (entry, address, state) => {
  // A browser refuses too many changes in a short time; the address then lags behind, and nothing else is lost.
  try { history[entry + 'State'](state, '', address) } catch {}
}
const asked = () => new URLSearchParams(location.hash.slice(1)).get('post')
const fragment = slug => '#post=' + encodeURIComponent(slug)

// --- The lightbox.
const box = list && one('lightbox')
const stage = one('stage', box)
const post = slug => `post/${encodeURIComponent(slug)}.html`
const tiles = (where = list) => all('.tile', where)
const slugOf = tile => tile.dataset.slug
const tileOf = (slug, where) => tiles(where).find(tile => slugOf(tile) === slug)
const focus = tile => tile && all('.tile-link', tile)[0].focus()
const order = () => found ? found.map(([slug]) => slug) : tiles().map(slugOf)
let shown
let found
let count
const show = async slug => {
  const slugs = order()
  const at = slugs.indexOf(slug)
  shown = slug
  tease(null)
  silence(stage)
  one('counter', box).textContent = at < 0 ? '' : say('counter', { n: at + 1, all: slugs.length })
  one('previous', box).ariaDisabled = at < 1
  one('next', box).ariaDisabled = at === slugs.length - 1
  if (!box.open) {
    stage.textContent = say('loading')
    set(html, 'overflow', 'hidden')
    box.showModal()
  }
  if (found && at >= count) fill().catch(() => {})
  const article = await read(post(slug)).then(page => one('post', page)).catch(() => null)
  if (shown !== slug) return
  if (article) {
    stage.replaceChildren(copied(article, post(slug)))
    stage.scrollTop = box.scrollTop = 0
    carousels(stage)
    // Focus that stood in the post before went with it, and keys would no longer reach the lightbox.
    if (!box.contains(document.activeElement)) one('close', box).focus()
    if (!sparing()) [at + 1, at - 1].forEach(near => slugs[near] && read(post(slugs[near])).catch(() => {}))
  // The link is followed instead. A slug that only the address knew has none.
  } else if (at < 0) box.close()
  else location.replace(within(post(slug)))
}
const turn = at => {
  const slug = order()[at]
  if (!slug || slug === shown) return
  go('replace', fragment(slug), history.state)
  show(slug)
}
const step = by => turn(order().indexOf(shown) + by)
const scrolls = node => {
  const strip = node.closest('[data-pieces]')
  return strip && strip.scrollWidth > strip.clientWidth + 1
}
if (box) {
  on(list, 'click', event => {
    const link = event.target.closest('.tile-link')
    if (!link || event.button || pressed(event) || link.target) return
    event.preventDefault()
    const slug = slugOf(link.closest('.tile'))
    // Coming back must not undo the scrolling to the tile of the post that was shown last.
    history.scrollRestoration = 'manual'
    go('push', fragment(slug), { over: true })
    show(slug)
  })
  on(box, 'close', () => {
    const tile = tileOf(shown)
    shown = null
    stage.replaceChildren()
    set(html, 'overflow', '')
    if (asked()) history.state?.over ? history.back() : go('replace', location.pathname + location.search)
    focus(tile)
  })
  on(box, 'click', ({ target }) => {
    if (target === box || target.closest('[data-close]')) box.close()
    else if (target.closest('[data-previous]')) step(-1)
    else if (target.closest('[data-next]')) step(1)
  })
  on(box, 'keydown', event => {
    const { target } = event
    const by = { Home: -1e9, End: 1e9, ArrowLeft: -ahead, ArrowRight: ahead }[event.key]
    if (!by || pressed(event) || target.closest('video, input, select') || scrolls(target)) return
    event.preventDefault()
    if (by ** 2 === 1) step(by)
    else turn(by < 0 ? 0 : order().length - 1)
  })
  // A finger's way across the stage; a strip that scrolls and a clip's own controls keep theirs.
  let from
  swiped(stage)
  on(stage, 'pointerdown', event => {
    const { target } = event
    const controls = target.tagName === 'VIDEO' && event.clientY > target.getBoundingClientRect().bottom - 72
    from = event.pointerType === 'mouse' || !event.isPrimary || scrolls(target) || controls ? null : event
  })
  on(stage, 'pointerup', event => {
    const x = event.clientX - from?.clientX
    const y = event.clientY - from?.clientY
    from = null
    if (Math.abs(x) > 48 && Math.abs(x) > 2 * Math.abs(y) && visualViewport.scale < 1.1) step(x < 0 ? ahead : -ahead)
  })
}

// --- Filters and search, over search.json; tiles are taken from the pages of the index that hold them.
const said = one('found')
const more = one('more')
const pages = one('pages')
const form = list && said && more && one('filters')
const entries = () => [...new FormData(form)].filter(([, value]) => value)
const own = list ? tiles() : []
const known = new Map(own.map(tile => [slugOf(tile), tile]))
const before = said?.textContent
const column = { kind: 2, tag: 3, creator: 4, product: 5 }
let posts
let stale
let applied = '[]'
let typed

// As `folded` in ugc/gallery/searching.py does it, which wrote the words that are searched.
const plain = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ς: 'σ', ى: 'ي', ة: 'ه' }
const folded = text => text.normalize('NFKD').toLowerCase()
  .replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\ufe0f\p{Cf}]/gu, '')
  .replace(/./g, letter => plain[letter] || letter).replace(/\s+/g, ' ').trim()

const loaded = async () => {
  const { posts } = await (await got('search.json')).json()
  const { listing, of } = list.dataset
  return column[listing] ? posts.filter(row => row[column[listing]].includes(of)) : posts
}
const taken = async ([slug, page], signal) => {
  if (!known.has(slug)) {
    const path = page > 1 ? `page-${page}.html` : 'index.html'
    // Again, where a search that came before was broken off in the middle of this page.
    const there = await read(path, signal).catch(fault => {
      if (signal.aborted) throw fault
      return read(path, signal)
    })
    const tile = tileOf(slug, there)
    if (!tile) return
    const copy = copied(tile, path)
    all('img', copy).forEach(picture => picture.loading = 'lazy')
    known.set(slug, copy)
  }
  return known.get(slug)
}
const fill = async anew => {
  const { signal } = stale
  const start = anew ? 0 : count
  const some = await Promise.all(found.slice(start, start + 60).map(row => taken(row, signal)))
  if (signal.aborted) return
  if (anew) list.replaceChildren()
  list.append(...some.filter(Boolean))
  count = start + 60
  more.hidden = count >= found.length
  return some.find(Boolean)
}
const mark = (filtered, words) => {
  list.toggleAttribute('data-filtered', filtered)
  if (pages) pages.hidden = filtered
  said.textContent = words
  if (filtered) return
  found = null
  more.hidden = true
  list.replaceChildren(...own)
}
const apply = async () => {
  const wanted = entries().flatMap(([name, value]) => name !== 'q' ? [[column[name], value]]
    : folded(value).split(' ').map(word => [6, word.replace(/^[#@]/, '')]))
  if (applied === (applied = JSON.stringify(wanted))) return
  stale?.abort()
  const { signal } = stale = new AbortController()
  if (!wanted[0]) return mark(false, before)
  said.textContent = say('loading')
  try {
    const rows = await (posts ||= loaded())
    if (signal.aborted) return
    found = rows.filter(row => wanted.every(([at, value]) => row[at].includes(value)))
    await fill(true)
    if (!signal.aborted) mark(true, say(['none_found', 'found_one'][found.length] || 'found', { n: found.length }))
  } catch {
    if (signal.aborted) return
    posts = null
    applied = ''
    mark(false, say('search_failed'))
  }
}
const changed = (entry = 'push') => {
  clearTimeout(typed)
  const query = `?${new URLSearchParams(entries())}`
  if (query !== (location.search || '?')) go(entry, query === '?' ? location.pathname : query)
  apply()
}
const fields = form ? all('[name]', form) : []
if (form) {
  form.hidden = false
  on(form, 'submit', event => {
    event.preventDefault()
    changed()
  })
  on(form, 'input', ({ target }) => {
    clearTimeout(typed)
    // One entry in the browser's history for a search, however many letters it was typed in.
    if (target.name !== 'q') changed()
    else typed = setTimeout(changed, 200, /[?&]q=/.test(location.search) ? 'replace' : 'push')
  })
  on(form, 'click', event => {
    if (!event.target.closest('[data-reset]')) return
    event.preventDefault()
    fields.forEach(field => field.value = '')
    changed()
  })
  on(more, 'click', () => {
    const { signal } = stale
    fill().then(focus, () => signal.aborted || (said.textContent = say('search_failed')))
  })
}

// --- The page is brought to what the address says, at the start and when the browser goes back or forth.
const sync = async () => {
  if (form) {
    fields.forEach(field => {
      field.value = new URLSearchParams(location.search).get(field.name) || ''
      // A value that is not on offer is none.
      if (!field.value) field.value = ''
    })
    await apply()
  }
  if (!box) return
  const slug = asked()
  if (slug && slug !== shown) show(slug)
  if (slug) return
  box.close()
  history.scrollRestoration = 'auto'
}
on(window, 'popstate', sync)
carousels(document)
sync()
}
