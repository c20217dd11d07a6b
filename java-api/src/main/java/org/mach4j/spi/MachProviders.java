// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the providers on the class or module path and chooses one. */
public final class MachProviders {
    /** The system property that forces a provider by name. */
    public static final String PROPERTY = "mach4j.provider";

    private MachProviders() {}

    /** All providers that could be loaded, the preferred first; a provider that fails to load is left out. */
    public static List<MachProvider> all() {
        List<MachProvider> found = new ArrayList<>();
        var iterator = ServiceLoader.load(MachProvider.class).iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                found.add(iterator.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                // A provider built for a newer JDK than this one must not hide the others.
                System.getLogger(MachProviders.class.getName())
                        .log(System.Logger.Level.DEBUG, "a Mach provider does not load on this JDK", e);
            }
        }
        found.sort(Comparator.comparingInt(MachProvider::priority).reversed().thenComparing(MachProvider::name));
        return List.copyOf(found);
    }

    /**
     * Chooses the provider named by the system property {@value #PROPERTY}, or else the available one with the
     * highest priority.
     *
     * @throws MachUnavailableException where the named one does not exist or is not available, or none is available;
     *     the message lists every provider with its reason
     */
    public static MachProvider choose() {
        return choose(all(), System.getProperty(PROPERTY));
    }

    static MachProvider choose(List<MachProvider> providers, @Nullable String forced) {
        for (MachProvider provider : providers) {
            boolean wanted = forced == null || forced.equals(provider.name());
            if (wanted && provider.availability().available()) {
                return provider;
            }
        }
        String asked =
                forced == null ? "no Mach provider is available" : "Mach provider '" + forced + "' is not available";
        throw new MachUnavailableException(asked + describe(providers));
    }

    private static String describe(List<MachProvider> providers) {
        return providers.isEmpty()
                ? ": none is on the class path"
                : providers.stream()
                        .map(p -> p.name() + " (" + p.availability().reason() + ")")
                        .collect(Collectors.joining(", ", "; found: ", ""));
    }
}
