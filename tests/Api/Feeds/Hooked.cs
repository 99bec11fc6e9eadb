using System.Reflection;

namespace Tallydesk.Tests.Feeds;

/// <summary>Objects whose answers go through the test.</summary>
internal static class Hooked
{
    /// <summary>Stands before an object.</summary>
    public static T Of<T>(T inner, Func<object?, object?> hook)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, HookedObject<T>>();
        ((HookedObject<T>)(object)proxy).Stand(inner, hook);
        return proxy;
    }
}

/// <summary>An object whose answers go through the test.</summary>
/// <typeparam name="T">What it stands before.</typeparam>
public class HookedObject<T> : DispatchProxy
    where T : class
{
    private T inner = null!;
    private Func<object?, object?> hook = null!;

    /// <summary>Stands before an object.</summary>
    public void Stand(T before, Func<object?, object?> with) => (inner, hook) = (before, with);

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        hook(targetMethod!.Invoke(inner, args));
}
