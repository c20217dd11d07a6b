// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachUnavailableException;

/**
 * A program for a JVM of its own: {@code Loading BINDING LIBRARY...} opens each library by the binding and prints a line each: what was
 * wrong with it, or what {@code mach_reply_port} and {@code mach_host_self} say.
 */
final class Loading {
    private Loading() {}

    public static void main(String[] arguments) {
        for (MachProvider provider : MachProviders.all()) {
            if (provider.name().equals(arguments[0])) {
                for (int i = 1; i < arguments.length; i++) {
                    System.out.println(open((LibSystemProvider) provider, arguments[i]));
                }
            }
        }
        System.exit(0);
    }

    private static String open(LibSystemProvider binding, String library) {
        try {
            var calls = binding.openLibrary(library).task().calls();
            String told = "mach_reply_port gave " + calls.mach_reply_port();
            try {
                return told + ", mach_host_self gave " + calls.mach_host_self();
            } catch (UnsupportedOperationException e) {
                return told + ", " + e.getMessage();
            }
        } catch (MachUnavailableException e) {
            return String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
