// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/** A call that has no counterpart in GNU Mach: a program can be compared up to it and no further. */
public final class Incomparable extends UnsupportedOperationException {
    private static final long serialVersionUID = 1;

    Incomparable(String why) {
        super(why);
    }
}
