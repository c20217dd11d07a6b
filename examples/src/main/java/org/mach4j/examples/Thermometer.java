// SPDX-License-Identifier: Apache-2.0
package org.mach4j.examples;

import org.mach4j.mig.CString;
import org.mach4j.mig.Routine;
import org.mach4j.mig.Subsystem;

/** A MIG subsystem, as a {@code .defs} file would define it. */
@Subsystem(base = 51000)
public interface Thermometer {
    /** The temperature of a sensor, in thousandths of a degree. */
    @Routine(0)
    int read(@CString(32) String sensor);

    /** The number of sensors and the first one's name. */
    @Routine(1)
    Sensors sensors();

    /** What {@link #sensors} returns. */
    record Sensors(int count, @CString(32) String first) {}
}
