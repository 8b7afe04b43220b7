# Something to drag, as a file manager or a browser offers it: a small window in the upper left corner of the screen. What
# became of the drag is kept.
import gi

gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402


class Offer:
    def __init__(self):
        self.window, self.said = None, []

    def show(self, addresses):
        self.hide()
        self.said = []
        self.window = Gtk.Window(title='something to drag', type=Gtk.WindowType.POPUP)
        self.window.set_default_size(60, 40)
        box = Gtk.EventBox()
        box.add(Gtk.Label(label='drag'))
        self.window.add(box)
        box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY | Gdk.DragAction.LINK)
        box.drag_source_add_uri_targets()
        if not addresses[0].startswith('file:'):
            box.drag_source_add_text_targets()
        box.connect('drag-data-get', lambda w, c, data, *a: self.give(data, addresses))
        box.connect('drag-end', lambda *a: self.said.append('ended'))
        box.connect('drag-failed', lambda w, c, why: self.said.append('refused') or False)
        self.window.move(0, 0)
        self.window.show_all()

    def give(self, data, addresses):
        self.said.append('given')
        if not data.set_uris(addresses):
            data.set_text(addresses[0], -1)

    def hide(self):
        if self.window is not None:
            self.window.destroy()
            self.window = None


def deeds():
    offer = Offer()
    return {'offer.show': offer.show, 'offer.hide': offer.hide, 'offer.said': lambda: offer.said}
