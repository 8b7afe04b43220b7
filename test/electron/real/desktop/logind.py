# A stand-in for logind on a bus of its own: it hands out what holds up a shutdown, says that one is coming, and knows when
# it may go on (systemd, "Inhibitor locks").
import os

import dbus
import dbus.service
from gi.repository import GLib

MANAGER = 'org.freedesktop.login1.Manager'


class Logind(dbus.service.Object):
    def __init__(self, bus):
        self.held, self.said = [], []
        self.name = dbus.service.BusName('org.freedesktop.login1', bus)
        super().__init__(bus, '/org/freedesktop/login1')

    @dbus.service.method(MANAGER, in_signature='ssss', out_signature='h')
    def Inhibit(self, what, who, why, mode):
        ours, theirs = os.pipe()
        held = {'what': str(what), 'who': str(who), 'why': str(why), 'mode': str(mode)}
        self.held.append(held)

        def let_go(*a):
            self.held.remove(held)
            os.close(ours)
            return False
        GLib.io_add_watch(ours, GLib.IO_HUP, let_go)
        given = dbus.types.UnixFd(theirs)
        os.close(theirs)
        return given

    @dbus.service.signal(MANAGER, signature='b')
    def PrepareForShutdown(self, on):
        pass

    @dbus.service.signal(MANAGER, signature='b')
    def PrepareForSleep(self, on):
        pass


def deeds(bus):
    logind = Logind(bus)
    return {'logind.held': lambda: logind.held, 'logind.shutdown': lambda: logind.PrepareForShutdown(True), 'logind.sleep': logind.PrepareForSleep}
