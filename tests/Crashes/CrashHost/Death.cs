using System.Diagnostics;

namespace Tallydesk.Tests.Crashes;

/// <summary>The end of this process, as kill -9 brings it: nothing is flushed, closed or unwound.</summary>
/// <param name="desks">How many desks must have stopped.</param>
internal sealed class Death(int desks)
{
    private int going = desks;

    /// <summary>One more desk has stopped; the last one kills.</summary>
    public void OneStopped()
    {
        if (Interlocked.Decrement(ref going) == 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
