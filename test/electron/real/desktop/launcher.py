# What a taskbar is told of a program: the count and the progress (com.canonical.Unity.LauncherEntry).


def deeds(bus):
    told = []

    def hear(app, says):
        told.append({'app': str(app), **{str(k): float(v) if isinstance(v, float) else int(v) for k, v in says.items() if k != 'quicklist'}})
    bus.add_signal_receiver(hear, 'Update', 'com.canonical.Unity.LauncherEntry')
    return {'launcher.told': lambda: told}
