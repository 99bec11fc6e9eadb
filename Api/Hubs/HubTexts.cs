using Microsoft.AspNetCore.SignalR;
using Tallydesk.Texts;

namespace Tallydesk.Hosting;

/// <summary>Refuses calls with a text that holds a NUL character or half of a surrogate pair, as <c>/v1</c> does.</summary>
internal sealed class HubTexts : IHubFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var arguments = invocationContext.HubMethodArguments;
        for (var at = 0; at < arguments.Count; at++)
        {
            if (arguments[at] is string text && !TextElements.IsStorable(text))
            {
                var name = invocationContext.HubMethod.GetParameters()[at].Name;
                throw new HubException($"{name} must not contain a NUL character or an unpaired surrogate.");
            }
        }

        return next(invocationContext);
    }
}
