using Tallydesk.Feeds;

namespace Tallydesk.Queues;

/// <summary>
/// A desk's queue as this gateway knows it. One loop writes; everybody reads what all share, so that a viewer costs neither
/// a query nor a call of a grain.
/// </summary>
internal sealed class DeskMirror(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly QueueReplica replica = new();
    private BoardSnapshot? shared;
    private DateTimeOffset heardAt = time.GetUtcNow();

    /// <summary>The mirror's position.</summary>
    public (string? Epoch, long Seq) Position
    {
        get
        {
            lock (gate)
            {
                return (replica.Epoch, replica.Seq);
            }
        }
    }

    /// <summary>How many tickets wait for an answer.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return replica.Waiting;
            }
        }
    }

    /// <summary>A ticket's row; null when it is not in the queue.</summary>
    public BoardRow? Find(long number)
    {
        lock (gate)
        {
            return replica.Find(number);
        }
    }

    /// <summary>The queue, with how long ago it was heard.</summary>
    public BoardSnapshot Snapshot()
    {
        lock (gate)
        {
            shared ??= new(replica.Epoch ?? "", replica.Seq, heardAt, heardAt, [.. replica.Rows]);
            return shared with { At = heardAt, SentAt = time.GetUtcNow() };
        }
    }

    /// <summary>Takes a whole queue.</summary>
    public void Reset(QueueSnapshot snapshot)
    {
        lock (gate)
        {
            heardAt = time.GetUtcNow();
            shared = null;
            replica.Reset(new(snapshot.Epoch, snapshot.Seq, heardAt, heardAt, BoardRows.Of(snapshot)));
        }
    }

    /// <summary>Takes the next delta or heartbeat.</summary>
    public DeltaEffect Accept(BoardDelta delta)
    {
        lock (gate)
        {
            var effect = replica.Accept(delta);
            if (effect != DeltaEffect.Gap)
            {
                heardAt = time.GetUtcNow();
            }

            if (effect == DeltaEffect.Applied)
            {
                shared = null;
            }

            return effect;
        }
    }
}
