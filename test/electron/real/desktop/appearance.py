# Whether the desktop is light or dark, as programs ask for it (XDG Desktop Portal, org.freedesktop.portal.Settings). The
# portal's other interfaces are not here, so file dialogs are the toolkit's own.
import os

import dbus
import dbus.service

SETTINGS = 'org.freedesktop.portal.Settings'
SPACE, KEY = 'org.freedesktop.appearance', 'color-scheme'
SCHEMES = {'light': 2, 'dark': 1}


class Appearance(dbus.service.Object):
    def __init__(self, bus):
        self.scheme = SCHEMES[os.environ['DESK_LOOK']]
        self.name = dbus.service.BusName('org.freedesktop.portal.Desktop', bus)
        super().__init__(bus, '/org/freedesktop/portal/desktop')

    def value(self):
        return dbus.UInt32(self.scheme, variant_level=1)

    @dbus.service.method(SETTINGS, in_signature='ss', out_signature='v')
    def Read(self, space, key):
        if (space, key) != (SPACE, KEY):
            raise dbus.DBusException('not here', name='org.freedesktop.portal.Error.NotFound')
        return dbus.UInt32(self.scheme, variant_level=2)

    @dbus.service.method(SETTINGS, in_signature='as', out_signature='a{sa{sv}}')
    def ReadAll(self, spaces):
        return {SPACE: {KEY: self.value()}}

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature='ss', out_signature='v')
    def Get(self, interface, name):
        if (interface, name) != (SETTINGS, 'version'):
            raise dbus.DBusException('not here', name='org.freedesktop.DBus.Error.InvalidArgs')
        return dbus.UInt32(1, variant_level=1)

    @dbus.service.signal(SETTINGS, signature='ssv')
    def SettingChanged(self, space, key, value):
        pass

    def change(self, look):
        self.scheme = SCHEMES[look]
        self.SettingChanged(SPACE, KEY, self.value())


def deeds(bus):
    appearance = Appearance(bus)
    return {'look.change': appearance.change}
