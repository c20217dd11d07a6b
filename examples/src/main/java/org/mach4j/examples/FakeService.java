// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.Mach;
import org.mach4j.MachException;
import org.mach4j.MachServer;
import org.mach4j.ReceiveRight;
import org.mach4j.SendRight;
import org.mach4j.abi.KernReturn;

/**
 * A fake of a system service, so that the program that talks to it can be tested anywhere: the program looks the service up and
 * calls it as on macOS, and finds the fake.
 */
public final class FakeService {
    private static final String SERVICE = "com.example.thermometer";

    private FakeService() {}

    /** The program under test, which knows nothing of the fake. */
    static String report(Mach mach) {
        try (SendRight service = mach.bootstrap().lookUp(SERVICE)) {
            ThermometerClient thermometer = new ThermometerClient(service);
            Thermometer.Sensors sensors = thermometer.sensors();
            return sensors.first() + ": " + thermometer.read(sensors.first()) / 1000.0;
        }
    }

    /** What the fake answers. */
    static final class Fake implements ThermometerServer {
        @Override
        public int read(String sensor) {
            if (!sensor.equals("kitchen")) {
                throw new MachException(KernReturn.KERN_NOT_FOUND, sensor);
            }
            return 21_500;
        }

        @Override
        public Thermometer.Sensors sensors() {
            return new Thermometer.Sensors(1, "kitchen");
        }
    }

    public static void main(String[] args) {
        try (Mach mach = Mach.open();
                Mach program = mach.newTask("program");
                ReceiveRight port = mach.bootstrap().checkIn(SERVICE);
                MachServer fake = MachServer.on(port)
                        .add(ThermometerServer.subsystem(new Fake()))
                        .build()) {
            fake.start(1);
            System.out.println(report(program));
        }
    }
}
