// SPDX-License-Identifier: Apache-2.0
package org.mach4j.concurrency;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that lets everybody in, to be planted in the kernel in place of a real one. It gives up after many calls: in what
 * has become of a list without a lock, a search may have no end.
 */
final class NoLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    private static final int MOST_CALLS = 300_000;

    /** Not exact, as nothing about this lock is. */
    private int calls;

    @Override
    public void lock() {
        if (++calls > MOST_CALLS) {
            throw new IllegalStateException("runs away without its lock");
        }
    }

    @Override
    public void unlock() {}

    @Override
    public boolean isHeldByCurrentThread() {
        return true;
    }

    /** Takes its lock from a task's space. */
    static void inSpace(Tasks.Side side) throws ReflectiveOperationException {
        plant(space(side));
    }

    /** Takes its lock from the port that a name denotes. */
    static void inPort(Tasks.Side side, int name) throws ReflectiveOperationException {
        plant(get(entry(side, name), "port"));
    }

    /** Takes its lock from the port set that a name denotes. */
    static void inSet(Tasks.Side side, int name) throws ReflectiveOperationException {
        plant(get(entry(side, name), "set"));
    }

    private static void plant(Object object) throws ReflectiveOperationException {
        field(object, "lock").set(object, new NoLock());
    }

    private static Object space(Tasks.Side side) throws ReflectiveOperationException {
        return get(get(get(side.task, "task"), "ipc"), "space");
    }

    private static Object entry(Tasks.Side side, int name) throws ReflectiveOperationException {
        Object space = space(side);
        Method lookup = space.getClass().getDeclaredMethod("lookup", int.class);
        lookup.setAccessible(true);
        return lookup.invoke(space, name);
    }

    private static Object get(Object object, String name) throws ReflectiveOperationException {
        return field(object, name).get(object);
    }

    private static Field field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
