*> \brief \b SCALES multiplies a vector.
*
*  =========== DOCUMENTATION ===========
*
*> \param[in] N
*>          The number of elements.
*
      SUBROUTINE SCALES( N, ALPHA,
     $                   X, INCX )
*
*     .. Scalar Arguments ..
      INTEGER            INCX, N
      DOUBLE PRECISION   ALPHA
*     .. Array Arguments ..
      DOUBLE PRECISION   X( * )
*     .. Local Scalars ..
      INTEGER            I
      LOGICAL            LSAME
      EXTERNAL           XERBLA
C     Nothing to do.
      IF( N.EQ.0 .OR.
     $    ALPHA.EQ.1.0D0 )
     $   RETURN
      DO 10 I = 1, N
         X( I ) = ALPHA*X( I )
   10 CONTINUE
      CALL XERBLA( 'SCALES', N,
     $             INCX )
      RETURN
      END

      DOUBLE PRECISION FUNCTION TOTAL( N, X )
      INTEGER            N
      DOUBLE PRECISION   X( * )
      TOTAL = 0.0D0
      CALL SCALES( N, 2.0D0, X, 1 )
      END
