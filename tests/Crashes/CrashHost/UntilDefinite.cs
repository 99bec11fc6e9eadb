using System.Diagnostics;
using Tallydesk.Journal;

namespace Tallydesk.Tests.Support;

/// <summary>
/// Repeats a test's own calls until the answer is definite, as a client does. Commands carry their ids, so a repeat
/// changes nothing. Without it a call that exceeds the response timeout on a slow machine would fail the test.
/// </summary>
/// <param name="isIndefinite">Which failures leave the outcome open.</param>
internal sealed class UntilDefinite(Func<Exception, bool> isIndefinite) : IOutgoingGrainCallFilter
{
    /// <summary>Every failure that a repeat can cure.</summary>
    public static bool IsWeather(Exception failure) =>
        failure is TimeoutException or UnknownOutcomeException or StaleVersionException or JournalRejectedException;

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception failure)
                when (IsFromOutside(context)
                    && isIndefinite(failure)
                    && Stopwatch.GetElapsedTime(since) < Eventually.Bound
                )
            {
                await Task.Delay(Eventually.Pause);
            }
        }
    }

    /// <summary>Whether the caller is a client: a test, not a grain or the silo itself.</summary>
    private static bool IsFromOutside(IOutgoingGrainCallContext context) => context.SourceId is { } id && id.IsClient();
}
