using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;

namespace Tallydesk.Journal;

/// <summary>A place in the order of transactions: whatever an earlier one wrote is committed, or never will be.</summary>
/// <param name="Epoch">The database's epoch; a restore ends it.</param>
/// <param name="Xact">The transaction.</param>
public sealed record TransactionPlace(long Epoch, long Xact);

/// <summary>What was committed since a place.</summary>
/// <param name="Cards">The cards of tickets and licenses that have changed, in no order.</param>
/// <param name="Balances">The balances that have moved, in no order.</param>
/// <param name="Until">The place to read from next time.</param>
public sealed record JournalChanges(
    ImmutableArray<StoredCard> Cards,
    ImmutableArray<AccountBalance> Balances,
    TransactionPlace Until
);

/// <summary>The balance of a customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Balance">The balance after the newest entry; 0 without one.</param>
/// <param name="Seq">The newest entry's number in the account; 0 without one.</param>
public sealed record AccountBalance(CustomerId Customer, CreditAmount Balance, long Seq);
