// Google's libphonenumber behind a C interface: reading, checking and writing telephone numbers.
//
// Every function may be called from any thread. Regions are ISO 3166-1 alpha-2 codes.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum CPhoneVerdict {
    CPhoneVerdictValid = 0,
    CPhoneVerdictNoNumber,
    CPhoneVerdictNoCountry,
    CPhoneVerdictNoAreaCode,
    CPhoneVerdictTooShort,
    CPhoneVerdictTooLong,
    CPhoneVerdictInvalid,
    CPhoneVerdictPremiumRate,
    CPhoneVerdictEmergency,
    CPhoneVerdictShort,
    CPhoneVerdictPager,
    CPhoneVerdictVoicemail,
    CPhoneVerdictExtension,
};

struct CPhoneNumber {
    // In E.164, without the plus; 0 where there is none.
    uint64_t digits;
    uint16_t countryCode;
    // A CPhoneVerdict.
    uint8_t verdict;
    // As libphonenumber's PhoneNumberType.
    uint8_t kind;
    // Whether the number tells where in its country it is.
    uint8_t isGeographic;
    // Ends with a zero; empty where it is not known.
    char region[4];
};

// Reads a number as people write it. `region` is whose national numbers are read, or null.
void CPhoneNumberRead(
    const char *text, size_t length, const char *region, struct CPhoneNumber *number);

// The same by the library alone; `CPhoneNumberRead` says yes by itself where it is certain of it.
void CPhoneNumberReadSlowly(
    const char *text, size_t length, const char *region, struct CPhoneNumber *number);

// Writes the number of these digits as people do, in its own country or from abroad, ending with a
// zero; returns how many bytes it takes without it.
size_t CPhoneNumberWrite(uint64_t digits, int isNational, char *text, size_t capacity);

// The country code of a region, 0 where there is none.
uint64_t CPhoneCountryCode(const char *region);

// Writes the region whose national numbers those of the country code are, with a zero; needs 4 bytes.
void CPhoneRegion(uint64_t countryCode, char *region);

// Lines of zone and country; lines of zones and the prefixes whose numbers may be in them.
const char *CPhoneZoneCountries(void);
const char *CPhoneZonePrefixes(void);

#ifdef __cplusplus
}
#endif
