// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys that {@link Fields} of one sort may have.
 *
 * @param keys the kind of each, in the order in which the format lists them
 * @param required those that are always there
 */
public record Shape(Map<String, Kind> keys, Set<String> required) {
    /** A shape without keys. */
    public static final Shape EMPTY = new Shape(Map.of(), Set.of());

    /** Keeps copies. */
    public Shape {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
    }

    /** This shape and a key that is always there. */
    Shape with(String key, Kind kind) {
        Set<String> more = new LinkedHashSet<>(required);
        more.add(key);
        return new Shape(withOptional(key, kind).keys, more);
    }

    /** This shape and a key that may be absent. */
    Shape withOptional(String key, Kind kind) {
        Map<String, Kind> more = new LinkedHashMap<>(keys);
        more.put(key, kind);
        return new Shape(more, required);
    }
}
